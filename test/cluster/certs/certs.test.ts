import { execFileSync } from 'node:child_process';
import { X509Certificate } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { connect } from 'node:tls';
import { expect } from 'chai';
import { clusterUnderTest } from '../../../scripts/lib/cluster-under-test.ts';
import { Installation, until } from '../installation.ts';

describe('imported certificates', () => {
  let installation: Installation;
  let app: string;
  let domain: string;

  /** Returns the serial number of the certificate that the ingress serves for a domain. */
  const served = (name: string) =>
    new Promise<string | undefined>((resolve) => {
      const socket = connect({
        host: clusterUnderTest().ingress,
        port: 443,
        servername: name,
        rejectUnauthorized: false,
        timeout: 3000,
      });
      const end = (value: string | undefined) => {
        socket.destroy();
        resolve(value);
      };
      socket.on('secureConnect', () => end(socket.getPeerX509Certificate()?.serialNumber));
      socket.on('error', () => end(undefined)).on('timeout', () => end(undefined));
    });
  const serial = (file: string) => new X509Certificate(readFileSync(file)).serialNumber;
  const file = (name: string) => join(installation.folder, name);

  function makeCertificate(name: string, host: string, days = '30'): void {
    const names = ['-subj', `/CN=${host}`, '-addext', `subjectAltName=DNS:${host}`];
    const files = ['-keyout', file(`${name}.key`), '-out', file(`${name}.crt`)];
    execFileSync(
      'openssl',
      ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', days, ...names, ...files],
      {
        stdio: 'ignore',
      },
    );
  }

  /** Pipes a tar archive into a command on the server. */
  const send = (command: string, names: string[]) =>
    installation.run('sh', [
      '-c',
      `tar -C ${installation.folder} -cf - ${names.join(' ')} | ssh ${installation.sshOptions().join(' ')} -p ${installation.port} dokku@127.0.0.1 ${command} ${app}`,
    ]);

  before(async () => {
    installation = await Installation.start();
    app = await installation.create('certs');
    domain = `${app}.example.test`;
    makeCertificate('one', domain);
    makeCertificate('two', domain);
    makeCertificate('other', 'other.example.test');
    const repository = await installation.repository('hello', { 'config/kustomize': null });
    const push = await repository.push(app);
    expect(push.status, push.text).to.equal(0);
  });

  after(() => installation?.end());

  it('are refused when the key belongs to another certificate, and nothing is stored', async () => {
    const mixed = await installation.dokku(['certs:add', app, file('one.crt'), file('two.key')]);
    expect(mixed.status).to.equal(1);
    expect(mixed.text).to.contain('does not belong').and.contain(`CN=${domain}`);
    writeFileSync(file('bad.key'), 'no key\n');
    const bad = await installation.dokku(['certs:add', app, file('one.crt'), file('bad.key')]);
    expect(bad.text).to.contain('The key is not a PEM private key');
    expect(await installation.must('certs:report', app, '--ssl-enabled')).to.equal('false\n');
  });

  it('are refused as server paths over SSH, and as an archive without exactly one certificate', async () => {
    const remote = await installation.ssh(['certs:add', app, '/etc/hostname', '/etc/hostname']);
    expect(remote.status).to.equal(1);
    expect(remote.text).to.contain('Certificate files can only be read on the server itself');
    const two = await send('certs:add', ['one.crt', 'two.crt', 'one.key']);
    expect(two.status).to.equal(1);
    expect(two.text).to.contain('The archive must contain exactly one .crt file; it contains 2');
    const noArchive = await installation.ssh(['certs:add', app], { input: 'this is no archive'.repeat(100) });
    expect(noArchive.text).to.contain('not a tar archive');
    expect((await installation.ssh(['certs:add', app])).text).to.contain('No certificate was given');
  });

  it('are served by the ingress at once, with a redirect to HTTPS', async () => {
    const add = await send('certs:add', ['one.crt', 'one.key']);
    expect(add.status, add.text).to.equal(0);
    expect(add.text).to.contain(`https://${domain}`);
    await until(async () => (await served(domain)) === serial(file('one.crt')), 'the certificate');
    expect(await installation.get(app)).to.equal(undefined);
    expect(await installation.must('urls', app)).to.equal(`https://${domain}\n`);
  });

  it('are reported with their expiry, and printed', async () => {
    const report = JSON.parse(await installation.must('certs:report', app, '--format', 'json'));
    expect(report).to.include({ enabled: 'true', hostnames: domain, verified: 'self signed' });
    const left = Date.parse(report['expires-at']) - Date.now();
    expect(left).to.be.within(29 * 86_400_000, 30 * 86_400_000);
    expect(await installation.must('certs:show', app, 'crt')).to.equal(readFileSync(file('one.crt'), 'utf8'));
    expect(await installation.must('certs:show', app, 'key')).to.equal(readFileSync(file('one.key'), 'utf8'));
  });

  it('leave no key in the database or in releases', async () => {
    const key = readFileSync(file('one.key'), 'utf8').split('\n')[3]!;
    const database = readFileSync(join(installation.root, 'dokku.sqlite')).toString('latin1');
    expect(database).to.not.contain(key);
    const manifest = await installation.must('releases:info', app, 'v2', '--manifest');
    expect(manifest).to.contain(`tls-${app}`).and.not.contain(key);
  });

  it('are replaced by an update, which warns about domains that the new certificate does not cover', async () => {
    const two = await send('certs:update', ['two.crt', 'two.key']);
    expect(two.status, two.text).to.equal(0);
    await until(async () => (await served(domain)) === serial(file('two.crt')), 'the new certificate');
    const other = await installation.dokku(['certs:update', app, file('other.crt'), file('other.key')]);
    expect(other.status, other.text).to.equal(0);
    expect(other.text).to.contain(`does not cover ${domain}`);
    // Browsers refuse a certificate for another host, so the domain has no redirect to HTTPS.
    await until(async () => (await installation.get(app)) !== undefined, 'the app to answer over HTTP');
  });

  it('can be generated for a test, but never replace an existing certificate', async () => {
    const kept = await installation.dokku(['certs:generate', app, domain]);
    expect(kept.status).to.equal(0);
    expect(kept.text).to.contain('is kept');
    await installation.must('certs:remove', app);
    await installation.must('certs:generate', app, domain);
    const shown = new X509Certificate(await installation.must('certs:show', app, 'crt'));
    expect(shown.checkHost(domain)).to.equal(domain);
    await until(async () => (await served(domain)) === shown.serialNumber, 'the certificate that was made');
  });

  it('are removed with their Secret, and HTTPS is disabled', async () => {
    await installation.must('certs:remove', app);
    await until(async () => (await installation.get(app))?.includes('version 1'), 'plain HTTP');
    const secret = await installation.kubectl('get', 'secret', `tls-${app}`, '--ignore-not-found');
    expect(secret).to.equal('');
    expect((await installation.dokku(['certs:remove', app])).status).to.equal(1);
  });

  it('are also removed from the cluster when the app is stopped', async () => {
    await installation.must('certs:generate', app, domain);
    await installation.must('ps:stop', app);
    const secret = () => installation.kubectl('get', 'secret', `tls-${app}`, '--ignore-not-found');
    expect(await secret()).to.contain('kubernetes.io/tls');
    await installation.must('certs:remove', app);
    expect(await secret()).to.equal('');
  });
});
