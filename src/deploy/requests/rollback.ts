import { Failure } from '../../core/failure.ts';
import type { ReleaseSpec } from '../../release/types.ts';
import { unmarkStopped } from '../../state/apps/stopped.ts';
import type { ReleaseEnd, ReleaseRecord } from '../../state/deploys/release-record.ts';
import { GLOBAL } from '../../state/scope.ts';
import type { Store } from '../../state/store.ts';
import { deployPlan } from '../deploy.ts';
import type { DeployContext } from '../frame/context.ts';
import { runDeploy } from '../frame/deploy-run.ts';
import { checkImage } from '../plan/check-image.ts';
import { planRollback } from '../plan/plan.ts';
import { inputsFromRecord } from '../plan/release-inputs.ts';

/** Releases an earlier version again, with its exact image, config and manifest. It becomes a new release. */
export async function rollback(
  context: DeployContext,
  app: string,
  number: number | undefined,
): Promise<void> {
  const { store } = context;
  const wanted = chooseTarget(store, app, number);
  const purpose = `rollback to v${wanted.number}`;
  await runDeploy(
    context,
    { app, purpose, kind: 'deploy', source: `v${wanted.number}`, commit: wanted.commit },
    async (run) => {
      // Read again under the lock: another deploy may have finished in between.
      const target = chooseTarget(store, app, number);
      const before = run.facts.serving?.record;
      run.out.step(`Rolling ${app} back to v${target.number} (${target.description})`);
      const plan = await run.stages.run('resolve', () => planRollback(run, target));
      const inputs = inputsFromRecord(target);
      await checkImage(run, inputs.image.reference);
      const origin = { description: `Rollback to v${target.number}`, commit: target.commit };
      await deployPlan(run, plan, inputs, origin, () => {
        restoreConfig(store, app, plan.config);
        unmarkStopped(store, app);
      });
      run.out.detail(
        'Not rolled back: scale, domains, ports and other settings, and the Git branch. The next deploy uses their current values.',
      );
      if (before && before.number !== target.number)
        run.out.detail(`Undo this rollback: dokku releases:rollback ${app} v${before.number}`);
    },
  );
}

/** The release to roll back to: the one with that number. Default: the last one that served before the newest. */
export function chooseTarget(
  { releases }: Pick<Store, 'releases'>,
  app: string,
  number: number | undefined,
): ReleaseRecord {
  const ends = releases.ends(app);
  const newest = ends[0]?.number;
  const wanted = number ?? lastServed(releases, app, ends);
  const target = wanted === undefined ? undefined : releases.find(app, wanted);
  if (!target) {
    throw new Failure(
      number === undefined ? `${app} has no earlier release` : `${app} has no release v${number}`,
      {
        code: 'release.missing',
        hint: `List the releases with: dokku releases:list ${app}`,
      },
    );
  }
  if (target.outcome !== 'succeeded') {
    throw new Failure(`Release v${target.number} of ${app} never went live (${describeOutcome(target)})`, {
      code: 'release.unfit',
      hint: `Choose a release that succeeded: dokku releases:list ${app}`,
    });
  }
  if (target.number === newest) {
    throw new Failure(`Release v${target.number} of ${app} is already the current release`, {
      code: 'release.current',
      hint: `To restart the app: dokku ps:restart ${app}`,
    });
  }
  return target;
}

/** The serving release, when the newest release may have left pods beside it. Otherwise the release before. */
function lastServed(
  releases: Store['releases'],
  app: string,
  ends: readonly ReleaseEnd[],
): number | undefined {
  const newest = ends[0] && releases.find(app, ends[0].number);
  const served = ends.filter(({ outcome }) => outcome === 'succeeded');
  return served[newest && mayHaveLeftPods(newest) ? 0 : 1]?.number;
}

/**
 * Whether a release that never served may still have pods in the cluster. A rollback from such a release leads to the
 * serving one. A cancelled release has already been rolled back.
 */
function mayHaveLeftPods({ outcome, spec }: ReleaseRecord): boolean {
  if (outcome === 'abandoned') return true;
  return outcome === 'failed' && !(JSON.parse(spec) as ReleaseSpec).deploy.rollbackOnFailure;
}

function describeOutcome({ outcome, reason }: ReleaseRecord): string {
  return reason ? `${outcome}: ${reason.split('\n')[0]}` : outcome;
}

/**
 * Sets the app's own variables so that, together with the present global ones, they give the values of the old release.
 */
export function restoreConfig(
  { config }: Pick<Store, 'config'>,
  app: string,
  wanted: Record<string, string>,
): void {
  const globals = config.all(GLOBAL);
  const own = config.all(app);
  config.unset(
    app,
    Object.keys(own).filter((key) => !Object.hasOwn(wanted, key)),
  );
  const changed = Object.entries(wanted).filter(([key, value]) => (own[key] ?? globals[key]) !== value);
  config.set(app, Object.fromEntries(changed));
}
