import { expect } from 'chai';
import { describeOverlap, overlapsOf } from '../../../../src/release/routing/domain-overlap.ts';
import { domainClaims } from '../../../../src/release/settings/domain-claims.ts';
import { temporaryStore } from '../../state/fixture.ts';

describe('the domains of apps', () => {
  const { store, end } = temporaryStore();
  after(end);

  const claims = (...without: string[]) =>
    domainClaims(store, without).map(({ app, domain, kind }) => `${app} ${domain} ${kind}`);

  it('are those in the list, the default ones, and the hosts of a Kustomize folder that serves', () => {
    for (const app of ['bank', 'shop']) store.apps.create(app);
    store.domains.replace('--global', ['apps.test', '10.0.0.1']);
    store.domains.replace('bank', ['bank.apps.test', 'BÜCHER.test']);
    store.domains.replace('shop', ['shop.test']);
    expect(claims('shop')).to.deep.equal(['bank bank.apps.test listed', 'bank xn--bcher-kva.test listed']);
    const route = (host: string) =>
      `---\napiVersion: networking.k8s.io/v1\nkind: Ingress\nmetadata: {name: x}\nspec: {rules: [{host: ${host}}]}\n`;
    const release = (
      number: number,
      kustomize: string,
      outcome: 'succeeded' | 'failed',
      ...hosts: string[]
    ) => {
      store.releases.begin(
        {
          app: 'shop',
          number,
          build: undefined,
          createdAt: number,
          description: '',
          author: 'ada',
          commit: undefined,
          image: '{}',
          configHash: 'h',
          appSpec: '{}',
          spec: JSON.stringify({ routing: { hosts: [{ domain: 'removed.test' }] } }),
          kustomize,
          manifest: hosts.map(route).join(''),
        },
        {},
      );
      store.releases.finish('shop', number, { outcome, reason: undefined, stages: {} });
    };
    release(1, '{}', 'succeeded', 'chart.test');
    expect(claims('bank')).to.deep.equal(['shop shop.test listed', 'shop shop.apps.test default']);
    release(2, '{"a":""}', 'succeeded', 'extra.test', 'shop.test', 'removed.test');
    release(3, '{"a":""}', 'failed', 'never.test');
    expect(claims('bank')).to.deep.equal([
      'shop shop.test listed',
      'shop shop.apps.test default',
      'shop extra.test routed',
    ]);
    const [overlap] = overlapsOf('extra.test', domainClaims(store, ['bank']));
    expect(describeOverlap(overlap!, true)).to.equal('is a host of the Kustomize folder of shop');
    expect(describeOverlap(overlap!, false)).to.equal('is a host of the Kustomize folder of another app');
    release(4, '{}', 'succeeded');
    expect(claims('bank')).to.deep.equal(['shop shop.test listed', 'shop shop.apps.test default']);
  });
});
