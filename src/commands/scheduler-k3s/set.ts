import type { Context } from '../../cli/invoke/context.ts';
import { propertySet } from '../../cli/parts/property-set.ts';
import { readNamespace } from '../../release/settings/read-namespace.ts';
import { readMounts } from '../../release/settings/read-storage.ts';
import type { ReleaseSpec } from '../../release/types.ts';
import { GLOBAL } from '../../state/scope.ts';
import { properties } from './properties.ts';

export default propertySet({
  plugin: 'scheduler-k3s',
  summary: 'Set a Kubernetes property of an app or of all apps',
  properties,
  examples: [
    {
      command: 'dokku scheduler-k3s:set my-app deploy-timeout 60s',
      summary: 'Fail a deploy after a minute without progress',
    },
    { command: 'dokku scheduler-k3s:set my-app deploy-timeout', summary: 'Use the global value again' },
    {
      command: "dokku scheduler-k3s:set --global namespace 'apps-{{ .AppName }}'",
      summary: 'Give each app a namespace of its own',
    },
    {
      command: 'dokku scheduler-k3s:set --global kubeconfig-path /etc/dokku/cluster.yaml',
      summary: 'Use the cluster of another kubeconfig',
    },
  ],
  async changed(context, { scope, property }) {
    if (property === 'namespace') reportMoves(context, scope);
    if (scope === GLOBAL && affectsIssuers(context, property)) {
      const { applyClusterIssuers } = await import('../../cluster/issuers.ts');
      await applyClusterIssuers(context);
    }
  },
});

const emails = ['letsencrypt-email-prod', 'letsencrypt-email-stag'];

/** An email address creates or deletes its ClusterIssuer; the other properties change existing ClusterIssuers. */
function affectsIssuers({ store }: Context, property: string): boolean {
  if (emails.includes(property)) return true;
  const some = emails.some((email) => store.properties.get(GLOBAL, 'scheduler-k3s', email));
  return some && ['letsencrypt-server', 'ingress-class'].includes(property);
}

/** A new namespace takes effect with the next deploy only. */
function reportMoves({ store, out }: Context, scope: string): void {
  const apps = scope === GLOBAL ? store.apps.names() : [scope];
  const moving = apps.flatMap((app) => {
    const serving: Partial<ReleaseSpec> = JSON.parse(store.releases.currentParts(app)?.spec ?? '{}');
    const namespace = readNamespace(store.properties, app);
    return serving.namespace === undefined || serving.namespace === namespace
      ? []
      : [{ app, from: serving.namespace }];
  });
  for (const { app, from } of moving)
    out.detail(
      `The next deploy moves ${app} from namespace ${from}. To move the app now: dokku ps:restart ${app}`,
    );
  for (const app of apps) warnOfMounts({ store, out }, app);
}

/** Claims do not move, so the deploys of an app with mounts are refused until it returns or has other mounts. */
function warnOfMounts({ store, out }: Pick<Context, 'store' | 'out'>, app: string): void {
  const namespace = readNamespace(store.properties, app);
  const bound = readMounts(store, app).find(
    (mount) => mount.scheduler === 'k3s' && mount.namespace !== namespace,
  );
  if (bound)
    out.warn(
      `${app} cannot be deployed to namespace ${namespace}: its storage entry ${bound.entry} is in ${bound.namespace}. To leave ${app} there: dokku scheduler-k3s:set ${app} namespace ${bound.namespace}`,
    );
}
