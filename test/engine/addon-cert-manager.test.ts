import { request } from 'node:https';
import { expect } from 'chai';
import { Engine, must, until } from './engine.ts';
import { ingress, webServer } from './objects.ts';

const namespace = 'engine-test-certificates';
const host = 'secure.example.test';
const engine = new Engine();

/** Returns the issuer of the certificate that the ingress serves for the host. */
function issuer(): Promise<string> {
  return new Promise((resolve, reject) => {
    const options = {
      host: '10.88.0.1',
      servername: host,
      headers: { host },
      rejectUnauthorized: false,
      agent: false,
    };
    const call = request(options, (response) => {
      const { issuer } = (response.socket as import('node:tls').TLSSocket).getPeerCertificate();
      response.resume();
      resolve(String(issuer.CN));
    });
    call.on('error', reject);
    call.end();
  });
}

describe('the add-ons cert-manager and pebble', function () {
  this.timeout(900_000);

  before(async () => {
    must(await engine.verb('up'));
    must(await engine.verb('addon', 'cert-manager', 'pebble'));
    must(await engine.kubectl('create', 'namespace', namespace));
  });

  after(async () => {
    await engine.kubectl('delete', 'namespace', namespace, '--wait=false');
    await engine.kubectl('delete', 'clusterissuer', 'engine-test', '--ignore-not-found');
  });

  it('issue a certificate for an Ingress by a challenge through the ingress', async () => {
    const acme = {
      server: 'https://pebble.pebble.svc:14000/dir',
      email: 'admin@example.test',
      privateKeySecretRef: { name: 'engine-test-account' },
      solvers: [{ http01: { ingress: { ingressClassName: 'traefik' } } }],
    };
    const clusterIssuer = {
      apiVersion: 'cert-manager.io/v1',
      kind: 'ClusterIssuer',
      metadata: { name: 'engine-test' },
      spec: { acme },
    };
    const secure = structuredClone(ingress('web', namespace, host)) as {
      metadata: { annotations?: object };
      spec: { tls?: object[] };
    };
    secure.metadata.annotations = { 'cert-manager.io/cluster-issuer': 'engine-test' };
    secure.spec.tls = [{ hosts: [host], secretName: 'secure-tls' }];
    await engine.apply([clusterIssuer, ...webServer('web', namespace), secure]);
    const ready = [
      'wait',
      '--for=condition=Ready',
      '--timeout=120s',
      '-n',
      namespace,
      'certificate/secure-tls',
    ];
    await until('the certificate object', async () => {
      return (await engine.kubectl('get', 'certificate', 'secure-tls', '-n', namespace)).code === 0;
    });
    must(await engine.kubectl(...ready));
    await until('the served certificate', async () => (await issuer()).startsWith('Pebble Intermediate CA'));
  });

  it('explain a failed challenge', async () => {
    const certificate = {
      apiVersion: 'cert-manager.io/v1',
      kind: 'Certificate',
      metadata: { name: 'nowhere', namespace },
      spec: {
        secretName: 'nowhere-tls',
        dnsNames: ['nowhere.invalid'],
        issuerRef: { name: 'engine-test', kind: 'ClusterIssuer' },
      },
    };
    await engine.apply([certificate]);
    const path = '-o=jsonpath={.items[*].status.reason}';
    await until(
      'the reason',
      async () => {
        const { stdout } = await engine.kubectl('get', 'challenges', '-n', namespace, path);
        return stdout.includes('nowhere.invalid');
      },
      60_000,
    );
    expect((await engine.kubectl('get', 'secret', 'nowhere-tls', '-n', namespace)).code).to.equal(1);
  });
});
