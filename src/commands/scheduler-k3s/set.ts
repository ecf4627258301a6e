import type { Context } from '../../cli/invoke/context.ts';
import { propertySet } from '../../cli/parts/property-set.ts';
import { readSettings } from '../../release/settings/read-settings.ts';
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
      command: 'dokku scheduler-k3s:set --global kubeconfig-path /etc/dokku/cluster.yaml',
      summary: 'Use the cluster of another kubeconfig',
    },
  ],
  async changed(context, { scope, property }) {
    if (property === 'namespace' && scope !== GLOBAL) reportPendingMove(context, scope);
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
function reportPendingMove({ store, out }: Context, app: string): void {
  const { namespace } = readSettings(store, app);
  const parts = store.releases.currentParts(app);
  const serving: ReleaseSpec | undefined = parts && JSON.parse(parts.spec);
  if (serving && serving.namespace !== namespace)
    out.detail(
      `The next deploy moves ${app} from namespace ${serving.namespace}. To move the app now: dokku ps:restart ${app}`,
    );
}
