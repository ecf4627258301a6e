import { namespacesOf } from '../../lifecycle/namespaces.ts';
import { GLOBAL } from '../../state/scope.ts';
import type { Context } from '../context.ts';
import { propertySet } from '../property-set.ts';
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
    if (property === 'namespace' && scope !== GLOBAL) warnOfOldNamespace(context, scope);
    if (scope === GLOBAL && shapesIssuers(context, property)) {
      const { applyClusterIssuers } = await import('../../deploy/cluster-issuers.ts');
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

/** The next deploy makes everything anew in the new namespace, and knows nothing of the old one. */
function warnOfOldNamespace({ store, out }: Context, app: string): void {
  const [next, ...left] = namespacesOf(store, app);
  if (left.length > 0)
    out.warn(`What ${app} runs in ${left.join(', ')} stays there when it is deployed to ${next}`);
}
