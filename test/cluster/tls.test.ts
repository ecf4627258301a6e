import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { request } from 'node:http';
import { join } from 'node:path';
import { connect, type PeerCertificate } from 'node:tls';
import { expect } from 'chai';
import { Installation, until } from './installation.ts';

/** The certificate that the ingress shows for a host. */
function certificateOf(host: string): Promise<PeerCertificate> {
  return new Promise((resolve, reject) => {
    const socket = connect(
      { host: process.env.DOKKU_ENGINE_NODE_IP, port: 443, servername: host, rejectUnauthorized: false },
      () => {
        resolve(socket.getPeerCertificate());
        socket.destroy();
      },
    );
    socket.on('error', reject);
  });
}

/** Status and target of a plain request. */
function plain(host: string): Promise<{ status: number | undefined; location: string | undefined }> {
  return new Promise((resolve, reject) => {
    const call = request(
      { host: process.env.DOKKU_ENGINE_NODE_IP, port: 80, headers: { host } },
      (response) => {
        response.resume();
        resolve({ status: response.statusCode, location: response.headers.location });
      },
    );
    call.on('error', reject).end();
  });
}

describe('certificates from an ACME server', () => {
  let installation: Installation;
  let issuer: string;

  before(async function () {
    this.timeout(600_000);
    execFileSync('scripts/engine/engine', ['addon', 'cert-manager', 'pebble'], { stdio: 'ignore' });
    installation = await Installation.start();
    issuer = `test-${installation.id}`;
    const ca = readFileSync(join(process.env.DOKKU_ENGINE_STATE!, 'pki/ca.crt'), 'base64');
    await installation.apply({
      apiVersion: 'cert-manager.io/v1',
      kind: 'ClusterIssuer',
      metadata: { name: issuer },
      spec: {
        acme: {
          server: 'https://pebble.pebble.svc:14000/dir',
          email: 'admin@example.test',
          caBundle: ca,
          privateKeySecretRef: { name: issuer },
          solvers: [{ http01: { ingress: { ingressClassName: 'traefik' } } }],
        },
      },
    });
  });

  after(async () => {
    await installation?.kubectl('delete', 'clusterissuer', issuer, '--ignore-not-found');
    const other = `${installation?.namespace}-other`;
    await installation?.kubectl('delete', 'namespace', other, '--ignore-not-found', '--wait=false');
    await installation?.end();
  });

  it('are asked for by a push, proved over HTTP through the ingress, and served', async function () {
    this.timeout(300_000);
    const app = await installation.create('secure');
    const host = `${app}.example.test`;
    await installation.must('scheduler-k3s:set', app, 'cert-issuer-name', issuer);
    const push = await (await installation.repository('hello')).push(app);
    expect(push.status, push.text).to.equal(0);
    expect(push.text).to.contain(`https://${host}`);
    await until(
      async () => (await certificateOf(host)).issuer?.CN?.includes('Pebble'),
      'the certificate',
      150,
    );
    expect((await certificateOf(host)).subjectaltname).to.equal(`DNS:${host}`);
    const { status, location } = await plain(host);
    expect(status).to.be.oneOf([301, 308]);
    expect(location).to.match(new RegExp(`^https://${host}`));

    // It goes along to another namespace, so that nobody sees another one meanwhile and none is asked for.
    const other = `${installation.namespace}-other`;
    const { serialNumber } = await certificateOf(host);
    await installation.must('scheduler-k3s:set', app, 'namespace', other);
    await installation.must('ps:restart', app);
    const there = (...what: string[]) => installation.kubectl('--namespace', other, 'get', ...what);
    const ready = '{.status.conditions[?(@.type=="Ready")].status}';
    await until(
      async () => (await there('certificate', `${app}-web`, '-o', `jsonpath=${ready}`)) === 'True',
      'the certificate to be known in the other namespace',
    );
    expect((await certificateOf(host)).serialNumber).to.equal(serialNumber);
    expect(await there('certificaterequests', '-o', 'name')).to.equal('');
  });
});
