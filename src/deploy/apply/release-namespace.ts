import { enforcedLevel } from '../../release/policy/enforced-level.ts';
import {
  enforceLevel,
  prepareNamespace,
  type ReleaseNamespace,
} from '../../rollout/objects/app-namespace.ts';
import type { DeployRun } from '../frame/deploy-run.ts';
import { appsIn } from '../move/release-location.ts';
import type { Plan } from '../plan/plan.ts';

/** Prepares the namespace of a release that belongs to its app, before the first object is created there. */
export async function prepareReleaseNamespace(run: DeployRun, plan: Plan): Promise<void> {
  const wanted = releaseNamespace(run, plan);
  if (wanted) await prepareNamespace(await run.kube(), wanted, run.signal);
}

/** Lets the API server enforce the level of the app in its namespace, when only the new version has pods. */
export async function enforceReleaseLevel(run: DeployRun, plan: Plan): Promise<void> {
  const wanted = releaseNamespace(run, plan);
  if (wanted) await enforceLevel(await run.kube(), wanted, run.signal);
}

/** Undefined for a release in a namespace that all apps share: no namespace of an app has to be read. */
function releaseNamespace({ app, facts, store }: DeployRun, { spec }: Plan): ReleaseNamespace | undefined {
  const { namespace: name, ownNamespace: isOwn = false } = spec;
  // An app that kept its namespace at a rename has the namespace as its own setting.
  if (!isOwn && facts.properties.get(app, 'scheduler-k3s', 'namespace') !== name) return undefined;
  const { podSecurity, dockerOptions } = facts.settings;
  const hasStorage = store.storageEntries
    .list()
    .some(({ scheduler, namespace }) => scheduler === 'k3s' && namespace === name);
  return {
    name,
    app,
    names: facts.names,
    isOwn,
    otherApps: () => appsIn(store, name).filter((other) => other !== app),
    level: enforcedLevel({ podSecurity, dockerOptions, hasStorage }),
  };
}
