import { expect } from 'chai';
import { presentObjects } from '../../../../src/deploy/check/present-objects.ts';
import type { Kube } from '../../../../src/kube/kube.ts';
import { ApiServer } from '../../kube/api-server.ts';
import { ObjectStore } from '../../kube/object-store.ts';

describe('the existing objects of a release', () => {
  let server: ApiServer;
  let kube: Kube;
  beforeEach(async () => {
    server = new ApiServer();
    kube = await server.start();
  });
  afterEach(() => server.stop());

  const signal = new AbortController().signal;
  const deployment = (name: string) => ({
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    namespace: 'shop',
    name,
  });

  const kinds = { 'apps/v1': [{ kind: 'Deployment', plural: 'deployments', namespaced: true }] };
  const stored = (name: string, app: string) => ({
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name, namespace: 'shop', labels: { 'part-of': app } },
  });

  it('are found by one list for each kind, and by name only when the list misses them', async () => {
    new ObjectStore(server, kinds, [stored('a', 'shop'), stored('b', 'shop'), stored('taken', 'blog')]);
    const refs = ['b', 'new', 'a', 'taken'].map(deployment);
    const found = await presentObjects(kube, refs, 'part-of in (shop)', signal);
    expect(found.map((object) => object?.metadata.name)).to.deep.equal(['b', undefined, 'a', 'taken']);
    expect(server.seen, 'one list and two names').to.have.length(3);
  });

  it('are found by name where a list would cost more', async () => {
    new ObjectStore(server, kinds, [stored('a', 'shop')]);
    const found = await presentObjects(kube, ['a', 'b'].map(deployment), 'part-of in (shop)', signal);
    expect(found.map((object) => object?.metadata.name)).to.deep.equal(['a', undefined]);
    expect(server.seen.filter(({ url }) => url.searchParams.has('labelSelector'))).to.deep.equal([]);
  });
});
