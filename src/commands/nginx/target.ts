import type { Context } from '../../cli/invoke/context.ts';
import { Failure } from '../../core/failure.ts';
import { deployedSpec } from '../../deploy/plan/release-inputs.ts';
import { readNamespace } from '../../release/settings/read-namespace.ts';
import { logKey } from '../../rollout/ingress/routers.ts';
import { type IngressTarget, targetOf } from '../../rollout/ingress/target.ts';

/** The domains, routes and namespace of an app, for the ingress controller. Throws when the app has no domain. */
export function ingressTarget(context: Context, app: string): IngressTarget {
  const target = targetOf(deployedSpec(context.store, app));
  if (target) return target;
  throw new Failure(`${app} has no domain, so no ingress controller serves it`, {
    code: 'ingress.no-domain',
    hint: `Add a domain: dokku domains:add ${app} <domain> · then: dokku ps:restart ${app}`,
  });
}

/** Refuses when the log does not distinguish the app from another one: nobody may read another app's requests. */
export function checkLogDistinguishes({ store }: Context, { app, namespace }: IngressTarget): void {
  const key = logKey(namespace, app);
  const other = store.apps.names().find((name) => {
    if (name === app || !key.endsWith(name)) return false;
    return logKey(readNamespace(store.properties, name), name) === key;
  });
  if (!other) return;
  throw new Failure(`The log of the ingress controller does not distinguish ${app} from ${other}`, {
    code: 'ingress.ambiguous',
    details: [`The namespace and the name of both apps combine to ${key}`],
    hint: `Move one of the apps to another namespace: dokku scheduler-k3s:set ${app} namespace <name>`,
  });
}
