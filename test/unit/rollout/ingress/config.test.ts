import { expect } from 'chai';
import { serverBlocks } from '../../../../src/rollout/ingress/nginx-config.ts';
import type { IngressTarget } from '../../../../src/rollout/ingress/target.ts';
import {
  type RawData,
  readTraefikConfig,
  selectAppConfig,
} from '../../../../src/rollout/ingress/traefik-api.ts';
import { ApiServer, answer } from '../../kube/api-server.ts';

const target: IngressTarget = {
  app: 'shop',
  namespace: 'apps',
  ingressClass: 'traefik',
  service: 'shop-web',
  hosts: [{ domain: 'shop.example.com', slug: 'shop-example-com' }],
};

/** A shortened response of Traefik 3.6. */
const router = 'apps-shop-web-http-f27e3894a2a7eefc1e25';
const other = 'apps-other-web-http-0d0718af6b39b486f194';
const data: RawData = {
  routers: {
    'api@internal': { service: 'api@internal' },
    [`${router}@kubernetescrd`]: {
      middlewares: ['apps-shop-web-compression@kubernetescrd'],
      service: router,
    },
    [`${other}@kubernetescrd`]: {
      middlewares: ['apps-other-web-compression@kubernetescrd'],
      service: other,
    },
  },
  services: { [`${router}@kubernetescrd`]: {}, [`${other}@kubernetescrd`]: {}, 'api@internal': {} },
  middlewares: {
    'apps-shop-web-compression@kubernetescrd': {},
    'apps-other-web-compression@kubernetescrd': {},
  },
};

describe('the report of Traefik about an app', () => {
  const server = new ApiServer();
  const signal = new AbortController().signal;
  const pod = (args: string[]) => ({
    namespace: 'kube-system',
    name: 'traefik-1',
    container: 'traefik',
    pod: {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name: 'traefik-1' },
      spec: { containers: [{ name: 'traefik', args }] },
    },
  });
  after(() => server.stop());

  it('contains its routers, with their services and middlewares', () => {
    const part = selectAppConfig(target, data);
    expect(Object.keys(part.routers)).to.deep.equal([`${router}@kubernetescrd`]);
    expect(Object.keys(part.services)).to.deep.equal([`${router}@kubernetescrd`]);
    expect(Object.keys(part.middlewares)).to.deep.equal(['apps-shop-web-compression@kubernetescrd']);
  });

  it('is requested at the port of its entry point, and a missing answer is not a failure', async () => {
    const kube = await server.start();
    const arg = '--entryPoints.traefik.address=:8081/tcp';
    expect(await readTraefikConfig(kube, pod([arg]), signal)).to.equal(undefined);
    server.handler = (_, response) => answer(response, 200, data);
    expect(await readTraefikConfig(kube, pod([]), signal)).to.deep.equal(data);
    expect(server.seen.map(({ url }) => url.pathname)).to.deep.equal(
      [8081, 8080].map((port) => `/api/v1/namespaces/kube-system/pods/traefik-1:${port}/proxy/api/rawdata`),
    );
  });
});

describe('the configuration of ingress-nginx for an app', () => {
  const config = [
    'http {',
    '\t## start server a.example.com',
    '\tserver {',
    '\t\tserver_name a.example.com ;',
    '\t}',
    '\t## end server a.example.com',
    '',
    '\t## start server b.example.com',
    '\tserver {',
    '\t}',
    '\t## end server b.example.com',
    '}',
  ].join('\n');

  it('contains the blocks of its domains', () => {
    expect(serverBlocks(config, ['a.example.com', 'c.example.com'])).to.deep.equal([
      '## start server a.example.com\nserver {\n\tserver_name a.example.com ;\n}\n## end server a.example.com',
    ]);
    expect(serverBlocks(config, ['example.com'])).to.deep.equal([]);
  });
});
