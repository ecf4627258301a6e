import { expect } from 'chai';
import { presentObjects } from '../../../../src/deploy/check/present-objects.ts';
import type { Kube } from '../../../../src/kube/kube.ts';
import { ApiServer, answer } from '../../kube/api-server.ts';

describe('what is present of the objects of a release', () => {
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

  it('is found by one list for each kind, and by name only where that has it not', async () => {
    server.handler = ({ url }, response) => {
      if (url.pathname === '/apis/apps/v1/namespaces/shop/deployments')
        return answer(response, 200, {
          metadata: { resourceVersion: '7' },
          items: ['a', 'b'].map((name) => ({ metadata: { name } })),
        });
      if (url.pathname.endsWith('/deployments/taken'))
        return answer(response, 200, { metadata: { name: 'taken', labels: { whose: 'another' } } });
      answer(response, 404, { message: 'no such thing', reason: 'NotFound' });
    };
    const refs = ['b', 'new', 'a', 'taken'].map(deployment);
    const found = await presentObjects(kube, refs, 'part-of in (shop)', signal);
    expect(found.map((object) => object?.metadata.name)).to.deep.equal(['b', undefined, 'a', 'taken']);
    const asked = server.seen.map(({ url }) => url.pathname.split('/').at(-1));
    expect(asked).to.have.members(['deployments', 'new', 'taken']);
    expect(server.seen[0]!.url.searchParams.get('labelSelector')).to.equal('part-of in (shop)');
  });

  it('is asked for by name where a list would cost more', async () => {
    await presentObjects(kube, ['a', 'b'].map(deployment), 'part-of in (shop)', signal);
    expect(server.seen.map(({ url }) => url.pathname.split('/').at(-1))).to.have.members(['a', 'b']);
  });
});
