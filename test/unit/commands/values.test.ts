import { expect } from 'chai';
import fc from 'fast-check';
import { properties as nginx } from '../../../src/commands/nginx/properties.ts';
import { checkDistinctHostPorts, parsePortMaps, portMapText } from '../../../src/commands/ports/port-map.ts';
import { parseTuples } from '../../../src/commands/ps/tuples.ts';
import { properties as k3s } from '../../../src/commands/scheduler-k3s/properties.ts';
import { Failure } from '../../../src/core/failure.ts';

function problemsOf(body: () => unknown): string {
  try {
    body();
  } catch (error) {
    if (error instanceof Failure) return [error.message, ...error.details].join('\n');
    throw error;
  }
  return '';
}

describe('port mappings', () => {
  it('are parsed and printed in one form', () => {
    expect(parsePortMaps(['http:80:5000', 'HTTPS:443:5000']).map(portMapText)).to.deep.equal([
      'http:80:5000',
      'https:443:5000',
    ]);
  });

  const suggestions: [string, RegExp][] = [
    ['80', /did you mean http:80:5000/],
    ['80:3000', /did you mean http:80:3000/],
    ['https:443', /did you mean https:443:5000/],
    ['grpc:50:51', /use http:50:51/],
    ['http:0:80', /0 is not a valid port/],
    ['http:80:65536', /65536 is not a valid port/],
    ['http:80:5000:x', /not of the form/],
    ['http:80:', /not of the form/],
  ];
  for (const [word, expected] of suggestions)
    it(`refuses ${word} with the reason`, () =>
      expect(problemsOf(() => parsePortMaps([word]))).to.match(expected));

  it('lists all mistakes at once', () => {
    expect(problemsOf(() => parsePortMaps(['80', 'http:80:5000', 'x'])).split('\n')).to.have.length(3);
  });

  it('map each host port once', () => {
    const clash = parsePortMaps(['http:80:5000', 'https:443:5000', 'http:80:6000', 'https:80:1']);
    expect(problemsOf(() => checkDistinctHostPorts(clash))).to.match(
      /http:80:6000 and http:80:5000 both map the host port 80/,
    );
    expect(problemsOf(() => checkDistinctHostPorts(clash.slice(0, 2)))).to.equal('');
  });

  it('accept every port', () => {
    const port = fc.integer({ min: 1, max: 65535 });
    fc.assert(
      fc.property(fc.constantFrom('http', 'https'), port, port, (scheme, host, container) => {
        const word = `${scheme}:${host}:${container}`;
        return problemsOf(() => parsePortMaps([word])) === '';
      }),
    );
  });
});

describe('quantities of processes', () => {
  it('are whole numbers by process', () => {
    expect(parseTuples(['web=2', 'worker=0', 'web=2'])).to.deep.equal({ web: 2, worker: 0 });
  });

  for (const word of [
    'web',
    'web=',
    'web=-1',
    'web=1.5',
    'web=two',
    '=1',
    'We_b=1',
    'web=999999',
    '__proto__=1',
  ])
    it(`are not ${word}`, () => expect(problemsOf(() => parseTuples([word]))).not.to.equal(''));

  it('cannot be two for one process', () => {
    expect(problemsOf(() => parseTuples(['web=1', 'web=2']))).to.match(/two quantities/);
  });
});

describe('settings of scheduler-k3s', () => {
  const good: [keyof typeof k3s, string, string][] = [
    ['deploy-timeout', '60', '60'],
    ['deploy-timeout', '1m30s', '1m30s'],
    ['image-pull-secrets', 'a, b.c', 'a,b.c'],
    ['kustomize-root-path', './deploy/k/', 'deploy/k'],
    ['shm-size', '64Mi', '64Mi'],
    ['cert-issuer-kind', 'clusterissuer', 'ClusterIssuer'],
    ['kubeconfig-path', '/etc//x/../k', '/etc/k'],
    ['letsencrypt-server', 'staging', 'staging'],
    ['ingress-class', 'gateway', 'gateway'],
    ['gateway-http-port', '8000', '8000'],
  ];
  for (const [name, value, stored] of good) {
    it(`accept ${name} ${value}`, () => {
      const { normalize } = k3s[name] as { normalize(text: string): string };
      expect(normalize(value)).to.equal(stored);
    });
  }

  const bad: [keyof typeof k3s, string][] = [
    ['deploy-timeout', 'banana'],
    ['deploy-timeout', '0'],
    ['deploy-timeout', '48h'],
    ['image-pull-secrets', 'My_Secret'],
    ['kustomize-root-path', '../x'],
    ['namespace', 'My.Namespace'],
    ['namespace', 'a'.repeat(64)],
    ['rollback-on-failure', 'maybe'],
    ['shm-size', 'big'],
    ['shm-size', '0'],
    ['letsencrypt-server', 'live'],
    ['letsencrypt-email-prod', 'nobody'],
    ['cert-issuer-name', 'A B'],
    ['kubeconfig-path', 'relative/path'],
    ['ingress-class', 'haproxy'],
    ['gateway-https-port', '70000'],
  ];
  for (const [name, value] of bad) {
    it(`refuse ${name} ${value.slice(0, 20)}`, () => {
      const { normalize } = k3s[name] as { normalize(text: string): string };
      expect(problemsOf(() => normalize(value))).to.contain(`${name} must be`);
    });
  }
});

describe('settings of nginx', () => {
  const good: [string, string, string][] = [
    ['client-max-body-size', '50M', '50m'],
    ['client-max-body-size', '0', '0'],
    ['proxy-read-timeout', '5m', '300s'],
    ['proxy-read-timeout', '90', '90s'],
    ['keepalive-timeout', '0', '0s'],
    ['proxy-buffering', 'off', 'off'],
    ['proxy-buffers', '8 4k', '8 4k'],
    ['hsts', 'false', 'false'],
    ['access-log-path', 'off', 'off'],
    ['error-log-path', '/var/log/nginx/my-app.log', '/var/log/nginx/my-app.log'],
    ['x-forwarded-ssl', 'on', 'on'],
  ];
  for (const [name, value, stored] of good)
    it(`accept ${name} ${value}`, () => expect(nginx[name]!.normalize!(value)).to.equal(stored));

  const bad: [string, string][] = [
    ['client-max-body-size', 'huge'],
    ['client-max-body-size', '-1'],
    ['client-max-body-size', '1m; deny all'],
    ['proxy-read-timeout', '0'],
    ['proxy-read-timeout', '500ms'],
    ['send-timeout', 'soon'],
    ['proxy-buffering', 'true'],
    ['proxy-buffers', '8'],
    ['proxy-buffer-size', '4g'],
    ['hsts', 'on'],
    ['hsts-max-age', '1d'],
    ['x-forwarded-ssl', 'on; }'],
    ['access-log-path', 'log/x'],
    ['access-log-path', '/etc/nginx/nginx.conf'],
    ['access-log-path', '/var/log/../run/secrets/kubernetes.io/serviceaccount/token'],
    ['error-log-path', '/var/log/x y'],
    ['error-log-path', '/var/log/x;'],
  ];
  for (const [name, value] of bad)
    it(`refuse ${name} ${value.slice(0, 20)}`, () =>
      expect(problemsOf(() => nginx[name]!.normalize!(value))).to.contain(`${name} must be`));
});
