import { expect } from 'chai';
import { isRequestTo } from '../../../../src/rollout/ingress/access-lines.ts';
import { isErrorOf } from '../../../../src/rollout/ingress/error-lines.ts';
import { logKey } from '../../../../src/rollout/ingress/routers.ts';
import type { IngressTarget } from '../../../../src/rollout/ingress/target.ts';

const target = (ingressClass: IngressTarget['ingressClass']): IngressTarget => ({
  app: 'shop',
  namespace: 'team-a',
  ingressClass,
  service: 'shop-web',
  hosts: [{ domain: 'shop.example.com', slug: 'shop-example-com' }],
});

const hash = 'f27e3894a2a7eefc1e25';

describe('requests in the log of Traefik', () => {
  const line = (router: string, agent = '-') =>
    `10.88.0.1 - - [25/Nov/2026:09:56:35 +0000] "GET / HTTP/1.1" 200 28 "-" "${agent}" 6213 "${router}" "http://10.42.0.115:5000" 2ms`;
  const own = `team-a-shop-web-http-${hash}@kubernetescrd`;
  const isOwn = isRequestTo(target('traefik'));

  it('are those to the routers of the app', () => {
    expect(isOwn(line(own))).to.equal(true);
    expect(isOwn(line(own.replace('http-', 'http-websecure-')))).to.equal(true);
    expect(isOwn(line(own.replace('team-a', 'team-b')))).to.equal(false);
    expect(isOwn(line(own.replace('team-a-', 'other-team-a-')))).to.equal(false);
    expect(isOwn(line(own.replace('shop-web', 'shop-web-web')))).to.equal(false);
    expect(isOwn(line(own.replace('kubernetescrd', 'file')))).to.equal(false);
  });

  it('cannot be forged by the client of another app', () => {
    const other = `team-a-other-web-http-${hash}@kubernetescrd`;
    expect(isOwn(line(other, `x" 1 "${own}" "http://10.42.0.1:5000" 1ms`))).to.equal(false);
  });

  it('may be JSON, or have no backend', () => {
    expect(isOwn(JSON.stringify({ RouterName: own, RequestPath: '/' }))).to.equal(true);
    expect(isOwn(JSON.stringify({ RouterName: 'x', RequestPath: own }))).to.equal(false);
    expect(isOwn('{"broken')).to.equal(false);
    const unserved = `10.0.0.1 - - [x] "GET / HTTP/1.1" 503 0 "-" "-" 1 "${own}" "-" 0ms`;
    expect(isOwn(unserved)).to.equal(true);
  });

  it('of a Gateway are those to its routes', () => {
    const route = `httproute-team-a-shop-web-shop-example-com-gw-team-a-shop-web-ep-web-0-${hash}@kubernetesgateway`;
    expect(isRequestTo(target('gateway'))(line(route))).to.equal(true);
    expect(isRequestTo(target('gateway'))(line(route.replace('team-a', 'team-b')))).to.equal(false);
    expect(isOwn(line(route))).to.equal(false);
  });
});

describe('requests in the log of ingress-nginx', () => {
  const line = (upstream: string, agent = 'curl') =>
    `10.0.0.1 - - [25/Nov/2026:09:56:35 +0000] "GET / HTTP/1.1" 200 3 "-" "${agent}" 80 0.001 [${upstream}] [] 10.42.0.9:5000 3 0.001 200 0af1`;
  const isOwn = isRequestTo(target('nginx'));

  it('are those to the Service of the app', () => {
    expect(isOwn(line('team-a-shop-web-http'))).to.equal(true);
    expect(isOwn(line('team-a-shop-web-https-443'))).to.equal(true);
    expect(isOwn(line('team-a-shop-web-2-http'))).to.equal(false);
    expect(isOwn(line('other', 'x [team-a-shop-web-http] '))).to.equal(false);
  });
});

describe('complaints about an app', () => {
  const traefik = (fields: string) => `2026-11-25T09:56:19Z ERR ${fields} providerName=kubernetescrd`;

  it('of Traefik name one of its objects or domains, in its namespace', () => {
    const isOwn = isErrorOf(target('traefik'));
    const about = (service: string, namespace = 'team-a') =>
      traefik(
        `error="no servers found for ${namespace}/${service}" ingress=${service}-http namespace=${namespace}`,
      );
    expect(isOwn(about('shop-web'))).to.equal(true);
    expect(isOwn(about('shop-web', 'team-b'))).to.equal(false);
    expect(isOwn(about('shop-web-web'))).to.equal(false);
    expect(isOwn(about('my-shop-web'))).to.equal(false);
    expect(isOwn(traefik('error="secret team-a/tls-shop-web does not exist" namespace=team-a'))).to.equal(
      true,
    );
    expect(isOwn(traefik(`routerName=team-a-shop-web-http-${hash}@kubernetescrd`))).to.equal(true);
    expect(isOwn(traefik('domain shop.example.com.'))).to.equal(true);
    expect(isOwn(traefik('domain shop.example.com.org'))).to.equal(false);
    expect(isOwn(about('shop-web').replace('ERR', 'INF'))).to.equal(false);
    expect(isOwn('{"level":"error","namespace":"team-a","ingress":"shop-web-http"}')).to.equal(true);
  });

  it('of ingress-nginx are its own and those of its controller', () => {
    const isOwn = isErrorOf(target('nginx'));
    const nginx =
      '2026/11/25 10:00:00 [error] 30#30: *5 connect() failed, server: shop.example.com, request: "GET /"';
    expect(isOwn(nginx)).to.equal(true);
    expect(isOwn(nginx.replace('shop.example', 'my-shop.example'))).to.equal(false);
    const ofOther = `${nginx.replace('shop.example', 'other.example')}, referrer: "x, server: shop.example.com,"`;
    expect(isOwn(ofOther)).to.equal(false);
    expect(
      isOwn(
        'W1125 10:00:00.1 7 controller.go:1 Service "team-a/shop-web" does not have any active Endpoint.',
      ),
    ).to.equal(true);
    expect(isOwn('I1125 10:00:00.1 7 main.go:1 "team-a/shop-web"')).to.equal(false);
  });
});

describe('the key of an app in a log', () => {
  it('is the same for apps that the log cannot tell apart', () => {
    expect(logKey('c', 'a-b')).to.not.equal(logKey('c', 'b'));
    expect(logKey('c-a', 'b')).to.equal(logKey('c', 'a-b'));
  });
});
