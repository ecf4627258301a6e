import { expect } from 'chai';
import type { Manifest } from '../../../../src/kube/types.ts';
import { routedHosts } from '../../../../src/release/policy/routed-hosts.ts';
import { hostsOfRule } from '../../../../src/release/policy/traefik-rule.ts';

describe('a rule of Traefik', () => {
  const every = undefined;
  for (const [rule, hosts] of [
    ['Host(`a.test`)', ['a.test']],
    ['host("a.test", `b.test`) && PathPrefix(`/x`)', ['a.test', 'b.test']],
    ['PathPrefix(`/x`) && HOST(`a.test`)', ['a.test']],
    ['(Host(`a.test`) || Host(`b.test`)) && !Path(`/`)', ['a.test', 'b.test']],
    ['HostSNI(`a.test`)', ['a.test']],
    ['HostSNI(`*`)', ['*']],
    ['HostRegexp(`^[^.]+\\.a\\.test$`)', ['*.a.test']],
    ['HostRegexp(`^.+$`)', every],
    ['HostRegexp(`^[^.]+.a\\.test$`)', every],
    ['HostRegexp(`{any:.+}`)', every],
    ['PathPrefix(`/`)', every],
    ['Host(`a.test`) || PathPrefix(`/`)', every],
    ['!Host(`a.test`)', every],
    ['!(Host(`a.test`)) && Path(`/`)', every],
    ['Host(`a.test`) && (', every],
    ['Host(`a.test`) Host(`b.test`)', every],
    ['Host()', every],
    ['Host("a.te\\x73t")', every],
    ['Host(`a.test`', ['a.test']],
    ['', every],
    ['ClientIP(`10.0.0.0/8`)', every],
  ] as const)
    it(`${rule} is for ${hosts ?? 'any host'}`, () =>
      expect(hostsOfRule(rule)).to.deep.equal(hosts && [...hosts]));
});

describe('the hosts that an object asks for', () => {
  const hosts = (kind: string, spec: object, annotations: Record<string, string> = {}) =>
    routedHosts({
      apiVersion: 'v1',
      kind,
      metadata: { name: 'x', annotations },
      spec,
    } as Manifest).map(({ path, host }) => `${path} ${host ?? 'every host'}`);

  it('are found in every kind of a route', () => {
    expect(
      hosts('Ingress', {
        defaultBackend: { service: { name: 'x' } },
        rules: [{ host: 'A.test.' }, { http: {} }, { host: '*.b.test' }],
        tls: [{ hosts: ['c.test'] }],
      }),
    ).to.deep.equal([
      'spec.defaultBackend every host',
      'spec.rules[0].host a.test',
      'spec.rules[1].host every host',
      'spec.rules[2].host *.b.test',
      'spec.tls[0].hosts[0] c.test',
    ]);
    expect(
      hosts('IngressRoute', {
        routes: [{ match: 'Host(`A.test`)' }, { match: 'PathPrefix(`/`)' }],
        tls: { domains: [{ main: 'b.test', sans: ['c.test'] }] },
      }),
    ).to.deep.equal([
      'spec.routes[0].match a.test',
      'spec.routes[1].match every host',
      'spec.tls.domains[0].main b.test',
      'spec.tls.domains[0].sans[0] c.test',
    ]);
    expect(hosts('IngressRouteTCP', { routes: [{ match: 'HostSNI(`*`)' }] })).to.deep.equal([
      'spec.routes[0].match every host',
    ]);
    for (const kind of ['HTTPRoute', 'GRPCRoute', 'TLSRoute']) {
      expect(hosts(kind, { hostnames: ['a.test'] })).to.deep.equal(['spec.hostnames[0] a.test']);
      expect(hosts(kind, {})).to.deep.equal(['spec.hostnames every host']);
    }
    for (const kind of ['TCPRoute', 'UDPRoute', 'IngressRouteUDP'])
      expect(hosts(kind, {})).to.deep.equal(['spec every host']);
    expect(hosts('HTTPScaledObject', { hosts: ['a.test'] })).to.deep.equal(['spec.hosts[0] a.test']);
    expect(hosts('HTTPScaledObject', {})).to.deep.equal(['spec.hosts every host']);
    expect(hosts('Gateway', { listeners: [{ port: 80 }, { hostname: 'a.test' }] })).to.deep.equal([
      'spec.listeners[1].hostname a.test',
    ]);
  });

  it('are found where a certificate or a DNS record is asked for', () => {
    expect(hosts('Certificate', { dnsNames: ['a.test'], commonName: 'b.test' })).to.deep.equal([
      'spec.dnsNames[0] a.test',
      'spec.commonName b.test',
    ]);
    expect(
      hosts('Service', {}, { 'external-dns.alpha.kubernetes.io/hostname': 'a.test, b.test' }),
    ).to.deep.equal([
      'metadata.annotations.external-dns.alpha.kubernetes.io/hostname a.test',
      'metadata.annotations.external-dns.alpha.kubernetes.io/hostname b.test',
    ]);
    const alias = { 'nginx.ingress.kubernetes.io/server-alias': '~^.*$' };
    expect(hosts('Ingress', {}, alias)).to.deep.equal([
      'metadata.annotations.nginx.ingress.kubernetes.io/server-alias every host',
    ]);
  });
});
