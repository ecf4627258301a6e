import { Failure } from '../../core/failure.ts';
import type { ReleaseSpec } from '../../release/types.ts';
import type { ReleaseRecord } from '../../state/deploys/releases.ts';
import { GLOBAL } from '../../state/scope.ts';
import type { Store } from '../../state/store.ts';
import { deployPlan } from '../deploy.ts';
import type { DeployContext } from '../frame/context.ts';
import { runDeploy } from '../frame/deploy-run.ts';
import { checkImage } from '../plan/check-image.ts';
import { ingredientsOf } from '../plan/ingredients.ts';
import { planRollback } from '../plan/plan.ts';

/** Releases an earlier version again, exactly as it was: its image, config, manifest. It becomes a new release. */
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
      // Under the lock once more: a deploy may have ended in between.
      const target = chooseTarget(store, app, number);
      const before = store.releases.current(app);
      run.out.step(`Rolling ${app} back to v${target.number} (${target.description})`);
      const plan = await run.stages.run('resolve', () => planRollback(run, target));
      const ingredients = ingredientsOf(target);
      await checkImage(run, ingredients.image.reference);
      const notes = { description: `Rollback to v${target.number}`, commit: target.commit };
      await deployPlan(run, plan, ingredients, notes, () => {
        restoreConfig(store, app, plan.config);
        // A stopped app runs again from here on.
        store.properties.unset(app, 'ps', 'restore');
      });
      run.out.detail(
        'Not undone: scale, domains, ports and other settings, and the Git branch; they count at the next deploy',
      );
      if (before && before.number !== target.number)
        run.out.detail(`Undo this rollback: dokku releases:rollback ${app} v${before.number}`);
    },
  );
}

function chooseTarget(store: Store, app: string, number: number | undefined): ReleaseRecord {
  const current = store.releases.current(app);
  const [newest] = store.releases.list(app);
  const target =
    number !== undefined
      ? store.releases.find(app, number)
      : newest && mayHaveLeftPods(newest)
        ? current
        : current && previousOf(store, app, current.number);
  if (!target) {
    throw new Failure(
      number === undefined ? `${app} has no earlier release` : `${app} has no release v${number}`,
      {
        code: 'release.missing',
        hint: `List them with: dokku releases:list ${app}`,
      },
    );
  }
  if (target.outcome !== 'succeeded') {
    throw new Failure(`Release v${target.number} of ${app} never served: it ${describeOutcome(target)}`, {
      code: 'release.unfit',
      hint: `Choose one that succeeded: dokku releases:list ${app}`,
    });
  }
  if (target.number === newest?.number) {
    throw new Failure(`Release v${target.number} of ${app} is what serves now`, {
      code: 'release.current',
      hint: `To restart it: dokku ps:restart ${app}`,
    });
  }
  return target;
}

/**
 * Whether a release that never served may still have processes in the cluster: going back from it leads to the one
 * that serves. A cancelled one has been taken back already.
 */
function mayHaveLeftPods({ outcome, spec }: ReleaseRecord): boolean {
  if (outcome === 'abandoned') return true;
  return outcome === 'failed' && !(JSON.parse(spec) as ReleaseSpec).deploy.rollbackOnFailure;
}

function previousOf(store: Store, app: string, number: number): ReleaseRecord | undefined {
  return store.releases
    .list(app)
    .find((release) => release.number < number && release.outcome === 'succeeded');
}

function describeOutcome({ outcome, reason }: ReleaseRecord): string {
  return reason ? `${outcome}: ${reason.split('\n')[0]}` : outcome;
}

/** Makes the app's own variables such that, over the present global ones, the old release's values result. */
function restoreConfig(store: Store, app: string, wanted: Record<string, string>): void {
  const globals = store.config.all(GLOBAL);
  const own = store.config.all(app);
  store.config.unset(
    app,
    Object.keys(own).filter((key) => !Object.hasOwn(wanted, key)),
  );
  const changed = Object.entries(wanted).filter(([key, value]) => (own[key] ?? globals[key]) !== value);
  store.config.set(app, Object.fromEntries(changed));
}
