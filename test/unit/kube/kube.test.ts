import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { expect } from 'chai';
import { Failure } from '../../../src/core/failure.ts';
import { connectCluster } from '../../../src/kube/connect.ts';
import { dryRunAll, refusalFailure } from '../../../src/kube/dry-run.ts';
import type { KubeFailure } from '../../../src/kube/failure.ts';
import type { Kube } from '../../../src/kube/kube.ts';
import { refOf } from '../../../src/kube/resources.ts';
import { ApiServer, answer } from './api-server.ts';

const configMap = (name: string) => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name, namespace: 'shop' },
});

async function failureOf(action: Promise<unknown>): Promise<Failure> {
  const error = await action.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  expect(error).to.be.instanceOf(Failure);
  return error as Failure;
}

describe('kube: objects', () => {
  let server: ApiServer;
  let kube: Kube;
  beforeEach(async () => {
    server = new ApiServer();
    kube = await server.start();
  });
  afterEach(() => server.stop());

  it('applies on the server side, as dokku, with unknown fields refused', async () => {
    server.handler = ({ body }, response) => answer(response, 200, JSON.parse(body));
    await kube.apply(configMap('colours'));
    const [request] = server.seen;
    expect(request).to.include({ method: 'PATCH', contentType: 'application/apply-patch+yaml' });
    expect(request!.url.pathname).to.equal('/api/v1/namespaces/shop/configmaps/colours');
    expect(Object.fromEntries(request!.url.searchParams)).to.deep.equal({
      fieldManager: 'dokku',
      force: 'true',
      fieldValidation: 'Strict',
    });
  });

  it('returns undefined or false for a missing object', async () => {
    const ref = { apiVersion: 'apps/v1', kind: 'Deployment', namespace: 'shop', name: 'web' };
    expect(await kube.get(ref)).to.equal(undefined);
    expect(await kube.delete(ref)).to.equal(false);
  });

  it('adds the kind to listed objects, which the server omits', async () => {
    server.handler = (_, response) =>
      answer(response, 200, { metadata: { resourceVersion: '7' }, items: [{ metadata: { name: 'a' } }] });
    const selector = { apiVersion: 'v1', kind: 'Pod', namespace: 'shop', labelSelector: 'part-of=shop' };
    expect(await kube.list(selector)).to.deep.equal([
      { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'a' } },
    ]);
    expect(server.seen[0]!.url.searchParams.get('labelSelector')).to.equal('part-of=shop');
  });

  it('requests only metadata, which may be empty', async () => {
    server.handler = (_, response) =>
      answer(response, 200, { metadata: { resourceVersion: '7' }, items: null });
    const selector = { apiVersion: 'v1', kind: 'Secret', namespace: 'shop' };
    expect(await kube.list(selector, { metadataOnly: true })).to.deep.equal([]);
    server.handler = (_, response) =>
      answer(response, 200, { kind: 'PartialObjectMetadata', metadata: { name: 'a' } });
    expect(await kube.get({ ...selector, name: 'a' }, { metadataOnly: true })).to.deep.include({
      kind: 'Secret',
    });
    expect(server.seen.map(({ accept }) => accept)).to.deep.equal([
      'application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1',
      'application/json;as=PartialObjectMetadata;g=meta.k8s.io;v=v1',
    ]);
  });

  it('discovers the path of a custom kind once', async () => {
    server.handler = ({ url }, response) =>
      url.pathname === '/apis/traefik.io/v1alpha1'
        ? answer(response, 200, {
            resources: [{ name: 'ingressroutes', kind: 'IngressRoute', namespaced: true }],
          })
        : answer(response, 404, { message: 'no such thing' });
    const route = { apiVersion: 'traefik.io/v1alpha1', kind: 'IngressRoute', namespace: 'shop', name: 'web' };
    await kube.get(route);
    await kube.get(route);
    expect(server.seen.map(({ url }) => url.pathname)).to.deep.equal([
      '/apis/traefik.io/v1alpha1',
      '/apis/traefik.io/v1alpha1/namespaces/shop/ingressroutes/web',
      '/apis/traefik.io/v1alpha1/namespaces/shop/ingressroutes/web',
    ]);
    expect(await kube.serverSupports('traefik.io/v1alpha1', 'IngressRoute')).to.equal(true);
    expect(await kube.serverSupports('keda.sh/v1alpha1', 'ScaledObject')).to.equal(false);
  });

  it('encodes every part of a path', async () => {
    await kube.get({ apiVersion: 'v1', kind: 'Secret', namespace: '../..', name: 'a/b?c' });
    expect(server.seen[0]!.url.pathname).to.equal('/api/v1/namespaces/..%2F../secrets/a%2Fb%3Fc');
  });

  it('reports all objects that the server refuses, in its own words, and writes nothing', async () => {
    server.handler = ({ url, body }, response) =>
      url.pathname.endsWith('/good')
        ? answer(response, 200, JSON.parse(body))
        : answer(response, 422, {
            message: `ConfigMap "${url.pathname.split('/').at(-1)}" is invalid`,
            reason: 'Invalid',
          });
    const refusals = await dryRunAll(kube, [configMap('bad'), configMap('good'), configMap('worse')]);
    expect(refusals.map(({ ref, message }) => [ref.name, message])).to.deep.equal([
      ['bad', 'ConfigMap "bad" is invalid'],
      ['worse', 'ConfigMap "worse" is invalid'],
    ]);
    expect(server.seen.every(({ url }) => url.searchParams.get('dryRun') === 'All')).to.equal(true);
    const failure = refusalFailure(refusals, { what: 'objects of the new release', code: 'release.refused' });
    expect(failure.message).to.equal('The cluster refuses objects of the new release');
    expect(failure.details).to.deep.equal([
      'ConfigMap bad in namespace shop: ConfigMap "bad" is invalid',
      'ConfigMap worse in namespace shop: ConfigMap "worse" is invalid',
    ]);
  });

  it('repeats a request that a busy server refused', async () => {
    server.handler = (_, response) =>
      server.seen.length < 2
        ? answer(response, 429, { message: 'slow down' })
        : answer(response, 200, { gitVersion: 'v1.34.4' });
    expect(await kube.version()).to.equal('v1.34.4');
  });

  it('distinguishes a quota, a missing permission and bad credentials', async () => {
    const say = (status: number, message: string) => {
      server.handler = (_, response) => answer(response, status, { message });
      return failureOf(kube.create(configMap('a')));
    };
    expect(
      (await say(403, 'configmaps "a" is forbidden: exceeded quota: small, used: 1, limited: 1')).code,
    ).to.equal('kube.quota');
    expect(
      (await say(403, 'configmaps is forbidden: User "x" cannot create resource "configmaps"')).code,
    ).to.equal('kube.forbidden');
    expect((await say(403, 'admission webhook "policy" denied the request: no')).code).to.equal(
      'kube.admission',
    );
    expect((await say(401, 'Unauthorized')).code).to.equal('kube.unauthorized');
  });

  it("reports why the kubeconfig's login failed, and sends no request", async () => {
    const login = async (command: string, ...args: string[]) => {
      const exec = { apiVersion: 'client.authentication.k8s.io/v1', command, args };
      const path = server.kubeconfig(`http://127.0.0.1:${server.port}`, { exec });
      return failureOf((await connectCluster({ kubeconfig: path })).get(refOf(configMap('colours'))));
    };
    const missing = await login('cloud-of-nobody');
    expect(missing.code).to.equal('kube.login');
    expect(missing.message).to.match(/cloud-of-nobody, which the kubeconfig names, is not installed/);
    const refused = await login('sh', '-c', 'printf "No session\\nRun: cloud login\\n" >&2; exit 3');
    expect(refused.message).to.match(/^Could not log in to the cluster at http:.*: No session$/);
    expect(refused.details).to.deep.equal(['Run: cloud login']);
    const chatty = await login('echo', 'secret');
    expect(chatty.message).to.contain('not valid JSON').and.not.contain('secret');
    expect(server.seen).to.deep.equal([]);
  });

  it('ends a request when its signal is aborted', async () => {
    server.handler = () => {};
    const controller = new AbortController();
    const request = failureOf(kube.version({ signal: controller.signal }));
    controller.abort();
    expect((await request).code).to.equal('cancelled');
  });

  it('distinguishes a time-out from a cancelled command', async () => {
    server.handler = () => {};
    const ref = refOf(configMap('colours'));
    const late = await failureOf(kube.get(ref, { signal: AbortSignal.timeout(50) }));
    expect(late).to.include({ code: 'kube.unreachable', exitStatus: 1 });
    expect(late.message).to.match(
      /^Could not reach the cluster at http.*127.0.0.1:\d+ \(.*colours.*\): no answer in time$/,
    );
    expect(late.hint.join()).to.contain('Check that the API server runs');
  });
});

describe('kube: connecting', () => {
  it('names the address of a server that does not answer', async () => {
    const server = new ApiServer();
    const kube = await server.start();
    const address = `127.0.0.1:${server.port}`;
    await server.stop();
    const failure = await failureOf(kube.version());
    expect(failure.code).to.equal('kube.unreachable');
    expect(failure.message).to.contain(address).and.to.contain('ECONNREFUSED');
    expect((failure as KubeFailure).status).to.equal(0);
  });

  it('stops waiting for a silent proxy when its signal is aborted', async () => {
    const sockets: Socket[] = [];
    const proxy = createServer((socket) => sockets.push(socket)).listen(0, '127.0.0.1');
    await once(proxy, 'listening');
    const { port } = proxy.address() as AddressInfo;
    const server = new ApiServer();
    const path = server.kubeconfig('https://127.0.0.1:9', undefined, `http://127.0.0.1:${port}`);
    const kube = await connectCluster({ kubeconfig: path });
    try {
      const late = await failureOf(kube.version({ signal: AbortSignal.timeout(100) }));
      expect(late.code).to.equal('kube.unreachable');
    } finally {
      for (const socket of sockets) socket.destroy();
      proxy.close();
    }
  });

  it('stops waiting for a login that does not end when its signal is aborted', async () => {
    const server = new ApiServer();
    const exec = { apiVersion: 'client.authentication.k8s.io/v1', command: 'sleep', args: ['3'] };
    const kube = await connectCluster({ kubeconfig: server.kubeconfig('http://127.0.0.1:9', { exec }) });
    const late = await failureOf(kube.version({ signal: AbortSignal.timeout(100) }));
    expect(late.code).to.equal('kube.unreachable');
  });

  it('explains a kubeconfig that is missing, broken or without the context', async () => {
    const server = new ApiServer();
    await server.start();
    const path = server.kubeconfig('http://127.0.0.1:1');
    try {
      expect((await failureOf(connectCluster({ kubeconfig: '/no/such/file' }))).code).to.equal(
        'kube.kubeconfig-missing',
      );
      expect((await failureOf(connectCluster({ kubeconfig: import.meta.filename }))).code).to.equal(
        'kube.kubeconfig',
      );
      const unknown = await failureOf(connectCluster({ kubeconfig: path, context: 'other' }));
      expect(unknown.code).to.equal('kube.context');
      expect(unknown.details).to.deep.equal(['Available contexts: test']);
    } finally {
      await server.stop();
    }
  });
});
