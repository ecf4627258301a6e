import { expect } from 'chai';
import { problems, release } from './sample.ts';

const settings = { networkPolicy: 'isolated', domains: ['demo.example.com'] };
const facts = { keda: false, kedaHttp: false, certManager: false, triggerAuthentications: [] };
const pods = { namespaces: ['kube-system'], labels: { 'app.kubernetes.io/name': 'traefik' } };

describe('a network policy', () => {
  it('is not written by default', () => {
    expect(release({ settings: { domains: settings.domains } }).networkPolicy).to.equal(undefined);
  });

  it('allows the ingress controller', () => {
    const cluster = { ...facts, ingress: { pods, hostNetwork: false } };
    expect(release({ settings, cluster }).networkPolicy).to.deep.equal({
      wholeNamespace: false,
      sources: [pods],
    });
    const own = { ...settings, ownNamespace: true };
    expect(release({ settings: own, cluster }).networkPolicy?.wholeNamespace).to.equal(true);
  });

  it('allows nobody else for an app without a domain', () => {
    const spec = release({ settings: { networkPolicy: 'isolated' } });
    expect(spec.networkPolicy).to.deep.equal({ wholeNamespace: false, sources: [] });
  });

  it('is refused when it would lock out the ingress controller', () => {
    expect(problems({ settings, cluster: facts })).to.deep.equal([
      'network-policy isolated allows only the pods of the ingress controller, and no pod of the class traefik runs in the cluster · run: dokku scheduler-k3s:set demo network-policy none',
    ]);
    const cluster = { ...facts, ingress: { pods, hostNetwork: true } };
    expect(problems({ settings, cluster })).to.have.length(1);
  });
});
