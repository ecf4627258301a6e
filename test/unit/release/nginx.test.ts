import { expect } from 'chai';
import { ingressClasses } from '../../../src/release/routing/ingress-class.ts';
import type { nginxProperties } from '../../../src/release/routing/nginx/properties.ts';
import { problems, release } from './sample.ts';

const domains = ['demo.example.com'];
const certificateNames = domains;

/** A value of each property that is not the default of any class. */
const values: Record<keyof typeof nginxProperties, string> = {
  'access-log-format': 'combined',
  'access-log-path': 'off',
  'bind-address-ipv4': '127.0.0.1',
  'bind-address-ipv6': '::1',
  'client-body-timeout': '10s',
  'client-header-timeout': '11s',
  'client-max-body-size': '8m',
  'disable-custom-config': 'true',
  'error-log-path': '/var/log/nginx/demo.log',
  hsts: 'false',
  'hsts-include-subdomains': 'false',
  'hsts-max-age': '1',
  'hsts-preload': 'true',
  'keepalive-timeout': '12s',
  'lingering-timeout': '13s',
  'nginx-conf-sigil-path': 'x',
  'nginx-service-command': 'x',
  'proxy-buffering': 'off',
  'proxy-buffers': '9 5k',
  'proxy-buffer-size': '6k',
  'proxy-busy-buffers-size': '7k',
  'proxy-connect-timeout': '14s',
  'proxy-keepalive': '15',
  'proxy-read-timeout': '16s',
  'proxy-send-timeout': '17s',
  'send-timeout': '18s',
  'underscore-in-headers': 'on',
  'x-forwarded-for-value': '$x',
  'x-forwarded-port-value': '$x',
  'x-forwarded-proto-value': '$x',
  'x-forwarded-ssl': 'on',
};

describe('the properties of nginx', () => {
  for (const ingressClass of ingressClasses) {
    const routed = (nginx: Record<string, string>) =>
      release({ settings: { domains, certificateNames, ingressClass, nginx } });
    const idle = (nginx: Record<string, string>) =>
      routed(nginx).warnings.find((warning) => warning.includes('have no effect'));

    it(`set nothing for ${ingressClass} by default`, () => {
      expect(idle({})).to.equal(undefined);
    });

    for (const [name, value] of Object.entries(values)) {
      // A value that equals the default of the class has no effect, and must not cause a warning.
      const natural =
        ingressClass === 'traefik' && ['proxy-buffering', 'underscore-in-headers'].includes(name);
      if (natural) {
        it(`${name} ${value} is the default of ${ingressClass}, and the opposite has no effect`, () => {
          expect(idle({ [name]: value })).to.equal(undefined);
          expect(idle({ [name]: value === 'on' ? 'off' : 'on' })).to.contain(name);
        });
        continue;
      }
      it(`${name} works with ${ingressClass} or is reported as without effect`, () => {
        const { tuning, hsts } = routed({ [name]: value }).routing!;
        const without = routed({}).routing!;
        const works = JSON.stringify([tuning, hsts]) !== JSON.stringify([without.tuning, without.hsts]);
        const warned = idle({ [name]: value })?.includes(name) ?? false;
        expect({ works, warned }).to.deep.equal({ works, warned: !works });
      });
    }
  }

  it('without effect are named in one warning', () => {
    const nginx = { 'send-timeout': '5s', 'bind-address-ipv4': '::' };
    expect(release({ settings: { domains, nginx } }).warnings).to.deep.equal([
      'With the ingress class traefik these properties of nginx:set have no effect: bind-address-ipv4, send-timeout',
    ]);
  });

  it('switch features on and off, and a limit of 0 means no limit', () => {
    const tuning = (nginx: Record<string, string>) =>
      release({ settings: { domains, nginx } }).routing!.tuning!;
    expect(tuning({ 'client-max-body-size': '0' }).middlewares).to.deep.equal({});
    expect(tuning({ 'client-max-body-size': '1k' }).middlewares).to.deep.equal({
      'body-size': { buffering: { maxRequestBodyBytes: 1024 } },
    });
    expect(tuning({ 'proxy-keepalive': '0' }).transport).to.deep.equal({ maxIdleConnsPerHost: -1 });
  });

  it('with invalid values are problems, with the command that corrects them', () => {
    expect(problems({ settings: { domains, nginx: { 'keepalive-timeout': '5s; }' } } })).to.deep.equal([
      'keepalive-timeout "5s; }" is not a time like 90s, 5m or 1h · run: dokku nginx:set demo keepalive-timeout <value>',
    ]);
  });

  it('change the header of ingress-nginx only when an hsts property is set', () => {
    const lines = (nginx: Record<string, string>, certificate = true) =>
      release({
        settings: {
          domains,
          ingressClass: 'nginx',
          certificateNames: certificate ? domains : undefined,
          nginx,
        },
      }).routing!.tuning!.locationLines;
    expect(lines({})).to.deep.equal([]);
    expect(lines({ hsts: 'false' })).to.deep.equal(['more_clear_headers "Strict-Transport-Security";']);
    expect(lines({ 'hsts-max-age': '60' })).to.deep.equal([
      'more_set_headers "Strict-Transport-Security: max-age=60; includeSubDomains";',
    ]);
    expect(lines({ hsts: 'false' }, false)).to.deep.equal([]);
  });
});

describe('the ingress class', () => {
  it('must be a known one', () => {
    expect(problems({ settings: { domains, ingressClass: 'haproxy' } })).to.deep.equal([
      'The ingress class "haproxy" is not valid; must be one of traefik, nginx, gateway · run: dokku scheduler-k3s:set --global ingress-class traefik',
    ]);
  });

  it('nginx causes one warning', () => {
    const { warnings } = release({ settings: { domains: ['a.b', 'c.d'], ingressClass: 'nginx' } });
    expect(warnings.filter((warning) => warning.includes('retired'))).to.have.length(1);
    expect(release({ settings: { ingressClass: 'nginx' } }).warnings).to.deep.equal([]);
  });

  it('gateway needs a GatewayClass', () => {
    const cluster = { keda: false, kedaHttp: false, certManager: false, triggerAuthentications: [] };
    const sample = (gatewayClass: boolean) => ({
      settings: { domains, ingressClass: 'gateway' },
      cluster: { ...cluster, gatewayClass },
    });
    expect(problems(sample(true))).to.deep.equal([]);
    expect(problems(sample(false)).join())
      .to.contain('no GatewayClass traefik')
      .and.contain('gateway-class');
  });
});
