import type { Context } from '../../cli/invoke/context.ts';
import { propertySet } from '../../cli/parts/property-set.ts';
import { readSettings } from '../../release/settings/read-settings.ts';
import type { ReleaseSpec } from '../../release/types.ts';
import { GLOBAL } from '../../state/scope.ts';
import { properties } from './properties.ts';

export default propertySet({
  plugin: 'scheduler-k3s',
  summary: 'Change how apps run on Kubernetes',
  properties,
  examples: [
    { command: 'dokku scheduler-k3s:set my-app deploy-timeout 60s', summary: 'Give deploys a minute' },
    { command: 'dokku scheduler-k3s:set my-app deploy-timeout', summary: 'Back to the global value' },
    {
      command: 'dokku scheduler-k3s:set --global kubeconfig-path /etc/dokku/cluster.yaml',
      summary: 'Use another cluster',
    },
  ],
  async changed(context, { scope, property }) {
    if (property === 'namespace' && scope !== GLOBAL) reportMove(context, scope);
    if (scope === GLOBAL && shapesIssuers(context, property)) {
      const { applyClusterIssuers } = await import('../../cluster/issuers.ts');
      await applyClusterIssuers(context);
    }
  },
});

const emails = ['letsencrypt-email-prod', 'letsencrypt-email-stag'];

/** An email makes or removes its ClusterIssuer; the others change what is made already. */
function shapesIssuers({ store }: Context, property: string): boolean {
  if (emails.includes(property)) return true;
  const some = emails.some((email) => store.properties.get(GLOBAL, 'scheduler-k3s', email));
  return some && ['letsencrypt-server', 'ingress-class'].includes(property);
}

/** A stored namespace changes nothing that runs. */
function reportMove({ store, out }: Context, app: string): void {
  const { namespace } = readSettings(store, app);
  const parts = store.releases.currentParts(app);
  const serving: ReleaseSpec | undefined = parts && JSON.parse(parts.spec);
  if (serving && serving.namespace !== namespace)
    out.detail(
      `The next deploy moves ${app} from ${serving.namespace}; to do it now: dokku ps:restart ${app}`,
    );
}
