import type { Actor } from '../access/actor.ts';
import type { Environment } from '../core/environment.ts';
import { Failure } from '../core/failure.ts';
import { validateAppName } from '../core/names.ts';
import type { Output } from '../core/output.ts';
import { renamedFrom } from '../deploy/move/pending-rename.ts';
import { defaultDomains } from '../release/settings/default-domains.ts';
import type { Store } from '../state/store.ts';
import { claimDomains, type DomainClaimOptions } from './claim-domains.ts';
import { setAsideFolders } from './folders.ts';

export interface LifecycleContext {
  environment: Environment;
  store: Store;
  actor: Actor;
  out: Output;
}

/** Creates an app with one web process and one domain below each global domain. */
export async function createApp(
  { environment, store, actor, out }: LifecycleContext,
  app: string,
  { force }: { force: boolean },
): Promise<void> {
  validateAppName(app);
  const domains = store.transaction(() => {
    reserveName({ environment, store }, app);
    store.scale.set(app, { web: 1 });
    claimDomains({ store, actor }, app, defaultDomains(store, app), { ...forceByCommand(app), force });
    return store.domains.list(app);
  });
  out.step(`Creating ${app}...`);
  if (domains.length > 0) out.detail(`It will be available at ${domains.join(', ')}`);
}

/** A push cannot force a domain. */
export function forceByCommand(app: string): DomainClaimOptions {
  return { force: false, forced: `apps:create --force ${app}` };
}

/** Reserves the name of a new app, within the caller's transaction. */
export function reserveName(
  { environment, store }: Pick<LifecycleContext, 'environment' | 'store'>,
  app: string,
): void {
  if (store.apps.exists(app)) throw nameTaken(app);
  const renamed = renamedFrom(store, app);
  if (renamed) throw renameUnfinished(app, renamed);
  setAsideFolders(environment, app);
  store.apps.create(app);
}

export function nameTaken(app: string): Failure {
  return new Failure(`App ${app} already exists`, {
    code: 'app.exists',
    hint: `Choose another name, or push to the existing app: git push <remote> · or destroy the app: dokku apps:destroy ${app}`,
  });
}

function renameUnfinished(app: string, to: string): Failure {
  return new Failure(`The name ${app} is still reserved: the rename of ${app} to ${to} is not finished`, {
    code: 'app.rename-unfinished',
    hint: `Finish the rename: dokku apps:rename ${app} ${to}`,
  });
}
