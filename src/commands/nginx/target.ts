import type { Context } from '../../cli/invoke/context.ts';
import { Failure } from '../../core/failure.ts';
import { deployedSpec } from '../../deploy/plan/ingredients.ts';
import { defaultSettings } from '../../release/settings/settings.ts';
import { logKey } from '../../rollout/ingress/routers.ts';
import { type IngressTarget, targetOf } from '../../rollout/ingress/target.ts';

/** What the ingress controller knows of an app. Throws when it knows nothing. */
export function ingressTarget(context: Context, app: string): IngressTarget {
  const target = targetOf(deployedSpec(context.store, app));
  if (target) return target;
  throw new Failure(`${app} has no domain, so no ingress controller serves it`, {
    code: 'ingress.no-domain',
    hint: `Give it one with: dokku domains:add ${app} <domain> · then: dokku ps:restart ${app}`,
  });
}

/** Lines of one app's requests must not be another's: refused where the controller's log cannot tell them apart. */
export function checkDistinct({ store }: Context, { app, namespace }: IngressTarget): void {
  const key = logKey(namespace, app);
  const other = store.apps.names().find((name) => {
    if (name === app || !key.endsWith(name)) return false;
    const { namespace: preset } = defaultSettings;
    return logKey(store.properties.effective(name, 'scheduler-k3s', 'namespace', preset), name) === key;
  });
  if (!other) return;
  throw new Failure(`In the log of the ingress controller ${app} cannot be told from ${other}`, {
    code: 'ingress.ambiguous',
    details: [`Namespace and name of both make ${key}`],
    hint: `Move one of them: dokku scheduler-k3s:set ${app} namespace <name>`,
  });
}
