import { cpSync, existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Environment } from '../core/environment.ts';
import { randomHex } from '../core/ids.ts';
import { validateAppName } from '../core/names.ts';
import type { DeployContext } from '../deploy/frame/context.ts';
import { runDeploy } from '../deploy/frame/deploy-run.ts';
import { withLock } from '../deploy/frame/lock.ts';
import { forgetRename } from '../deploy/move/pending-rename.ts';
import { deployFromInputs } from '../deploy/pipeline.ts';
import { inputsFromRecord } from '../deploy/plan/release-inputs.ts';
import { copyRepository } from '../git/repository.ts';
import { triggerAuthPlugin } from '../release/autoscaling/trigger-auth.ts';
import { defaultDomains } from '../release/settings/default-domains.ts';
import { unmarkStopped } from '../state/apps/stopped.ts';
import type { Store } from '../state/store.ts';
import { claimDomains } from './claim-domains.ts';
import { nameTaken, reserveName } from './create.ts';
import { appFolders } from './folders.ts';
import { sharedMounts } from './shared-mounts.ts';
import { mapTaskIds, moveTaskSettings } from './task-settings.ts';

/** Creates an app with the settings, config, repository and image of another app, and with an empty history. */
export async function cloneApp(
  context: DeployContext,
  from: string,
  to: string,
  { skipDeploy, skipStorage, force }: { skipDeploy: boolean; skipStorage: boolean; force: boolean },
): Promise<void> {
  const { environment, store, out, actor } = context;
  validateAppName(to);
  if (store.apps.exists(to)) throw nameTaken(to);
  const mounts = skipStorage ? [] : sharedMounts(store, from, to);
  out.step(`Cloning ${from} to ${to}`);
  await withLock(context, { app: from, owner: actor.name, purpose: `clone to ${to}` }, async () => {
    await using copies = await copyFolders(environment, from, to);
    store.transaction(() => {
      reserveName({ environment, store }, to);
      copyRows(store, from, to);
      claimDomains({ store, actor }, to, defaultDomains(store, to), {
        force,
        forced: `apps:clone --force ${from} ${to}`,
      });
      for (const mount of mounts) store.mounts.put(to, mount);
      copies.keep();
    });
  });
  for (const entry of new Set(mounts.map((mount) => mount.entry)))
    out.warn(`${from} and ${to} share the storage entry ${entry}: both apps read and write the same files`);
  if (!skipDeploy) await deployImageOf(context, from, to);
}

/** Copies next to the final folders: `keep` renames them into place; without `keep` they are deleted. */
async function copyFolders(
  environment: Environment,
  from: string,
  to: string,
): Promise<AsyncDisposable & { keep(): void }> {
  const suffix = `.copy-${randomHex()}`;
  const targets = appFolders(environment, to);
  const copied: string[] = [];
  await using stack = new AsyncDisposableStack();
  stack.defer(() => {
    for (const target of copied) rmSync(target + suffix, { recursive: true, force: true });
  });
  // Build logs belong to the history of the original app.
  for (const [index, source] of appFolders(environment, from).entries()) {
    if (!existsSync(source) || dirname(source) === environment.builds) continue;
    const target = targets[index]!;
    mkdirSync(dirname(target), { recursive: true, mode: 0o700 });
    copied.push(target);
    if (dirname(source) === environment.repos) await copyRepository(source, target + suffix);
    else cpSync(source, target + suffix, { recursive: true, preserveTimestamps: true });
  }
  const whole = stack.move();
  return {
    keep: () => {
      for (const target of copied) renameSync(target + suffix, target);
    },
    [Symbol.asyncDispose]: () => whole.disposeAsync(),
  };
}

function copyRows(store: Store, from: string, to: string): void {
  store.properties.copy(from, to);
  // Two apps that push to one repository would overwrite each other's tags. The other properties are states, not settings.
  store.properties.unset(to, 'registry', 'image-repo');
  unmarkStopped(store, to);
  forgetRename(store, to);
  store.config.copy(from, to);
  for (const plugin of [triggerAuthPlugin, 'logs']) store.secrets.copy(from, to, plugin);
  store.scale.set(to, store.scale.all(from));
  // The certificate stays with the original app, and an https mapping does not work without a certificate.
  const maps = store.ports.list(from).filter(({ scheme, host }) => scheme !== 'https' || host !== 443);
  store.ports.replace(to, maps);
  for (const option of store.dockerOptions.list(from)) store.dockerOptions.add(to, option);
  for (const setting of store.resources.list(from)) store.resources.set(to, setting);
  moveTaskSettings(store, to, mapTaskIds(to, store.releases.currentParts(from)));
  const { deploySource, deploySourceMetadata } = store.apps.find(from)!;
  if (deploySource) store.apps.setDeploySource(to, deploySource, deploySourceMetadata ?? '');
}

/** Deploys the current image of the other app, without a build. */
async function deployImageOf(context: DeployContext, from: string, to: string): Promise<void> {
  const record = context.store.releases.current(from);
  if (!record) return;
  const source = `${from} v${record.number}`;
  const task = {
    app: to,
    purpose: `clone ${source}`,
    kind: 'deploy',
    source,
    commit: record.commit,
  } as const;
  try {
    await runDeploy(context, task, (run) =>
      deployFromInputs(run, inputsFromRecord(record), {
        description: `Clone ${source}`,
        commit: record.commit,
      }),
    );
  } catch (error) {
    context.out.warn(`${to} was created as a clone of ${from}, but could not be deployed`);
    context.out.warn(
      `Fix the error below, then run: dokku ps:rebuild ${to} · or destroy the clone: dokku apps:destroy ${to}`,
    );
    throw error;
  }
}
