import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect } from 'chai';
import { Output } from '../../../../src/core/output.ts';
import { awaitAllRoutes, awaitRoutes } from '../../../../src/deploy/finish/await-routes.ts';
import type { DeployRun } from '../../../../src/deploy/frame/deploy-run.ts';
import type { Plan } from '../../../../src/deploy/plan/plan.ts';
import type { Kube } from '../../../../src/kube/kube.ts';
import type { ReleaseSpec } from '../../../../src/release/types.ts';
import { ApiServer } from '../../kube/api-server.ts';
import { ObjectStore } from '../../kube/object-store.ts';
import { release } from '../../release/sample.ts';

const kinds = {
  v1: [
    { kind: 'Pod', plural: 'pods', namespaced: true },
    { kind: 'Service', plural: 'services', namespaced: true },
  ],
};
const settings = { domains: ['a.example.com', '*.example.com'] };

describe('the end of a deploy waits for routes', () => {
  let server: ApiServer;
  let kube: Kube;
  let ingress: Server;
  let asked: string[];
  let printed: string;

  beforeEach(async () => {
    server = new ApiServer();
    kube = await server.start();
    asked = [];
    printed = '';
    ingress = createServer(({ headers, url }, response) => {
      if (headers.host?.endsWith('.invalid')) response.writeHead(404).end('404 page not found');
      else {
        asked.push(`${headers.host}${url}`);
        response.end('page');
      }
    }).listen(0, '127.0.0.1');
    await once(ingress, 'listening');
  });
  afterEach(async () => {
    ingress.close();
    await server.stop();
  });

  /** Puts a pod of Traefik into the cluster, with a port of the node. */
  const traefik = (hostPort: number) => {
    const container = { name: 'traefik', ports: [{ containerPort: 8000, hostPort }] };
    const pod = {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: {
        name: 'traefik-1',
        namespace: 'kube-system',
        labels: { 'app.kubernetes.io/name': 'traefik' },
      },
      spec: { containers: [container] },
      status: { phase: 'Running', hostIP: '127.0.0.1' },
    };
    new ObjectStore(server, kinds, [pod]);
  };
  const run = (serving?: ReleaseSpec) => {
    const write = (text: string) => {
      printed += text;
    };
    return {
      kube: async () => kube,
      signal: new AbortController().signal,
      out: new Output({ stdout: { write }, stderr: { write } }),
      facts: { serving: serving && { spec: serving } },
    } as unknown as DeployRun;
  };
  const wait = (spec: ReleaseSpec, serving?: ReleaseSpec) => awaitRoutes(run(serving), { spec } as Plan);
  const port = () => (ingress.address() as AddressInfo).port;

  it('of new hosts, at the path of the readiness check', async () => {
    traefik(port());
    const check = { type: 'readiness' as const, path: '/healthz' };
    const before = release({ settings });
    const appSpec = { healthchecks: { web: [check] } } as object;
    const more = release({ settings: { domains: [...settings.domains, 'b.example.com'] }, appSpec });
    await wait(more, before);
    expect(asked).to.deep.equal(['b.example.com/healthz']);
    await wait(before, before);
    expect(asked, 'nothing is new').to.have.length(1);
    await wait(before, { ...before, routing: { ...before.routing!, ingressClass: 'nginx' } });
    expect(asked.slice(1), 'another ingress').to.deep.equal(['a.example.com/']);
    expect(printed).to.equal('');
  });

  it('of all hosts, when the pods were stopped first', async () => {
    traefik(port());
    const spec = release({ settings });
    await awaitAllRoutes(run(spec), { spec } as Plan);
    const disabled = release({
      settings: { ...settings, checks: { disabled: 'web', skipped: '', waitToRetire: '' } },
    });
    await wait(disabled, spec);
    expect(asked).to.deep.equal(['a.example.com/', 'a.example.com/']);
  });

  it('not of an app without a domain of its own, without web or without pods', async () => {
    traefik(port());
    await wait(release());
    await wait(release({ settings: { domains: ['*.example.com'] } }));
    await wait(
      release({
        settings: { ...settings, scale: { worker: 1 } },
        appSpec: { procfile: { worker: './work' } },
      }),
    );
    await wait(release({ settings: { ...settings, scale: { web: 0 } } }));
    expect([asked, server.seen.map(({ url }) => url.pathname), printed]).to.deep.equal([[], [], '']);
  });

  it('only if the server reaches the ingress, and prints otherwise that nothing was checked', async () => {
    new ObjectStore(server, kinds);
    await wait(release({ settings }));
    const closed = createServer().listen(0, '127.0.0.1');
    await once(closed, 'listening');
    traefik((closed.address() as AddressInfo).port);
    closed.close();
    await once(closed, 'close');
    await wait(release({ settings }));
    const line =
      'This server cannot reach the ingress controller, so it did not check that a.example.com is routed to v3';
    expect(printed.split(line)).to.have.length(3);
  });
});
