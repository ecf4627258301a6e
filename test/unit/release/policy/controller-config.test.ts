import { expect } from 'chai';
import { controllerViolations } from '../../../../src/release/policy/controller-config.ts';

describe('the configuration of the ingress controller', () => {
  const judge = (key: string, text: string, allowed: Record<string, string> = {}) =>
    controllerViolations(
      {
        apiVersion: 'networking.k8s.io/v1',
        kind: 'Ingress',
        metadata: { name: 'shop', annotations: { [key]: text } },
      },
      allowed,
    );

  for (const key of [
    'nginx.ingress.kubernetes.io/server-snippet',
    'nginx.ingress.kubernetes.io/configuration-snippet',
    'nginx.ingress.kubernetes.io/auth-snippet',
    'nginx.org/location-snippets',
  ])
    it(`has no text of a repository in ${key}`, () => {
      const [found, ...more] = judge(key, 'alias /var/run/secrets;', { [key]: 'send_timeout 5s;' });
      expect(found).to.deep.include({
        path: `metadata.annotations.${key}`,
        need: { property: 'kustomize-cluster-scope', value: 'true' },
      });
      expect(more).to.deep.equal([]);
      expect(judge(key, 'send_timeout 5s;', { [key]: 'send_timeout 5s;' })).to.deep.equal([]);
    });

  it('is not changed by other annotations', () => {
    expect(judge('nginx.ingress.kubernetes.io/rewrite-target', '/')).to.deep.equal([]);
  });
});
