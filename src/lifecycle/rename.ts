import { noSuchApp } from '../core/failure.ts';
import { validateAppName } from '../core/names.ts';
import type { DeployContext } from '../deploy/frame/context.ts';
import { withLock } from '../deploy/frame/lock.ts';
import { forgetRename, pendingRename, rememberRename } from '../deploy/move/pending-rename.ts';
import { locationsOf } from '../deploy/move/release-location.ts';
import { removeNamespaces } from '../deploy/move/remove-namespaces.ts';
import { removeObjects, waitUntilPodsDeleted } from '../deploy/move/remove-objects.ts';
import { restartApp } from '../deploy/requests/restart.ts';
import type { ReleaseRef } from '../helm/arguments.ts';
import { isHeldAlone } from '../release/mounts/mount-rules.ts';
import { defaultDomains } from '../release/settings/default-domains.ts';
import { readNamespace } from '../release/settings/read-namespace.ts';
import { readMounts } from '../release/settings/read-storage.ts';
import { renameOwner } from '../rollout/objects/app-namespace.ts';
import { isStopped } from '../state/apps/stopped.ts';
import type { Store } from '../state/store.ts';
import { claimDomains } from './claim-domains.ts';
import { nameTaken } from './create.ts';
import { moveFolders } from './folders.ts';
import { mapTaskIds, moveTaskSettings } from './task-settings.ts';

export interface RenameOptions {
  /** Do not deploy the app under its new name: the app is down until the next deploy. */
  skipDeploy: boolean;
  /** Share the default domain of the new name with the app that has it. */
  force: boolean;
}

/**
 * Renames an app with its settings, config, releases, repository and logs. The objects of the old name are deleted when
 * the new name is serving. Called again with the same names, it continues an interrupted rename.
 */
export async function renameApp(
  context: DeployContext,
  from: string,
  to: string,
  options: RenameOptions,
): Promise<void> {
  const { store, out, actor } = context;
  validateAppName(to);
  if (pendingRename(store.properties, to) === from) {
    out.step(`Finishing the rename of ${from} to ${to}`);
  } else {
    if (!store.apps.exists(from)) throw noSuchApp(from);
    if (store.apps.exists(to)) throw nameTaken(to);
    out.step(`Renaming ${from} to ${to}`);
    await withLock(context, { app: from, owner: actor.name, purpose: `rename to ${to}` }, async (lock) => {
      lock.check();
      changeName(context, from, to, options);
    });
  }
  await finish(context, from, to, options);
}

function changeName(
  { store, actor, out }: DeployContext,
  from: string,
  to: string,
  { force }: RenameOptions,
): void {
  const bound = store.transaction(() => {
    const derived = defaultDomains(store, from);
    const namespace = readNamespace(store.properties, from);
    store.apps.rename(from, to);
    rememberRename(store, to, from);
    const entries = keepNamespaceOfMounts(store, to, namespace);
    // The row of this lock was renamed with the app, and nothing would release the lock under its new name.
    store.locks.break(to);
    const renamed = defaultDomains(store, to);
    const domains = store.domains.list(to).map((domain) => {
      const index = derived.indexOf(domain);
      return index === -1 ? domain : renamed[index]!;
    });
    claimDomains({ store, actor }, to, domains, {
      force,
      forced: `apps:rename --force ${from} ${to}`,
    });
    moveTaskSettings(store, to, mapTaskIds(to, store.releases.currentParts(to)));
    return entries;
  });
  if (bound.length === 0) return;
  out.warn(
    `${to} keeps namespace ${readNamespace(store.properties, to)}: the claims of its mounts (${bound.join(', ')}) cannot leave the namespace`,
  );
  out.detail(
    `To move ${to} later, mount entries of its new namespace first, then run: dokku scheduler-k3s:set ${to} namespace`,
  );
}

async function finish(
  context: DeployContext,
  from: string,
  to: string,
  { skipDeploy }: RenameOptions,
): Promise<void> {
  const { environment, store, out } = context;
  moveFolders(environment, from, to);
  if (store.releases.newestNumber(to) !== undefined) {
    const stopped = isStopped(store.properties, to);
    if (store.releases.isDeployed(to) && !stopped && !skipDeploy) {
      await freeStorage(context, from, to);
      try {
        await restartApp(context, to, { reason: `Rename from ${from}` });
      } catch (error) {
        out.warn(`${from} was renamed to ${to}, but the old name is still serving`);
        out.warn(`Fix the error below, then finish the rename: dokku apps:rename ${from} ${to}`);
        throw error;
      }
    } else if (!stopped) {
      out.warn(`${to} is down until the next deploy. Deploy the app: dokku ps:restart ${to}`);
    }
    await removeObjects(context, releasesOfOldName(context, from, to));
    await leaveNamespaces(context, from, to);
  }
  forgetRename(store, to);
}

/**
 * A claim cannot leave its namespace, so an app with mounts keeps the namespace that its old name gave it. Returns the
 * entries that bind the app.
 */
function keepNamespaceOfMounts(store: Store, app: string, namespace: string): string[] {
  if (readNamespace(store.properties, app) === namespace) return [];
  const bound = readMounts(store, app)
    .filter((mount) => mount.scheduler === 'k3s' && mount.namespace === namespace)
    .map(({ entry }) => entry);
  if (bound.length > 0) store.properties.set(app, 'scheduler-k3s', 'namespace', namespace);
  return [...new Set(bound)];
}

/** Deletes the namespaces of the old name, except the one that the app keeps. */
async function leaveNamespaces(context: DeployContext, from: string, to: string): Promise<void> {
  const { store, signal } = context;
  const kept = readNamespace(store.properties, to);
  await renameOwner(await context.kube(), kept, { from, to }, signal);
  const left = locationsOf(store, to)
    .map(({ namespace }) => namespace)
    .filter((namespace) => namespace !== kept);
  await removeNamespaces(context, [to, from], left);
}

/** A volume for one node or one pod must be free before the app starts under its new name. */
async function freeStorage(context: DeployContext, from: string, to: string): Promise<void> {
  const { store, out, signal } = context;
  const held = readMounts(store, to).filter(isHeldAlone);
  if (held.length === 0) return;
  out.detail(
    `Stopping the pods of ${from} first: storage entry ${held[0]!.entry} can be mounted in one place at a time`,
  );
  const releases = releasesOfOldName(context, from, to);
  await removeObjects(context, releases);
  for (const { namespace } of releases)
    await waitUntilPodsDeleted(await context.kube(), from, namespace, signal);
}

/** The Helm releases that may hold objects of the app under its old name. */
function releasesOfOldName({ store }: DeployContext, from: string, to: string): ReleaseRef[] {
  return locationsOf(store, to).filter(({ release }) => release === from);
}
