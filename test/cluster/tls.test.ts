import { execFileSync } from 'node:child_process';
import { request } from 'node:http';
import { connect, type PeerCertificate } from 'node:tls';
import { expect } from 'chai';
import { clusterUnderTest } from '../../scripts/lib/cluster-under-test.ts';
import { acmeIssuer } from './acme-issuer.ts';
import { describeWithEngine } from './engine-only.ts';
import { Installation, type Repository, until } from './installation.ts';

/** Reads the certificate that the ingress serves for a host. */
function certificateOf(host: string): Promise<PeerCertificate> {
  return new Promise((resolve, reject) => {
    const socket = connect(
      { host: clusterUnderTest().ingress, port: 443, servername: host, rejectUnauthorized: false },
      () => {
        resolve(socket.getPeerCertificate());
        socket.destroy();
      },
    );
    socket.on('error', reject);
  });
}

/** Returns status and redirect target of a plain HTTP request. */
function plain(host: string): Promise<{ status: number | undefined; location: string | undefined }> {
  return new Promise((resolve, reject) => {
    const call = request({ host: clusterUnderTest().ingress, port: 80, headers: { host } }, (response) => {
      response.resume();
      resolve({ status: response.statusCode, location: response.headers.location });
    });
    call.on('error', reject).end();
  });
}

describeWithEngine(
  'certificates from an ACME server',
  'the add-ons cert-manager and pebble of the engine',
  function () {
    this.timeout(120_000);
    let installation: Installation;
    let issuer: string;
    let app: string;
    let host: string;
    let repository: Repository;

    before(async () => {
      execFileSync('scripts/engine/engine', ['addon', 'cert-manager', 'pebble'], { stdio: 'ignore' });
      installation = await Installation.start();
      issuer = `test-${installation.id}`;
      await installation.apply(acmeIssuer(issuer));
      app = await installation.create('secure');
      host = `${app}.example.test`;
      repository = await installation.repository('hello', { 'app.json': null, 'config/kustomize': null });
    });

    after(async () => {
      await installation?.kubectl(
        'delete',
        'clusterissuer',
        issuer,
        'letsencrypt-stag',
        '--ignore-not-found',
      );
      const accounts = ['secret', issuer, 'letsencrypt-stag', '--namespace', 'cert-manager'];
      await installation?.kubectl('delete', ...accounts, '--ignore-not-found');
      const other = `${installation?.namespace}-other`;
      await installation?.kubectl('delete', 'namespace', other, '--ignore-not-found', '--wait=false');
      await installation?.end();
    });

    async function report(): Promise<Record<string, string>> {
      return JSON.parse(await installation.must('certs:report', app, '--format', 'json'));
    }

    async function reasonOf(pattern: RegExp): Promise<Record<string, string>> {
      let last: Record<string, string> = {};
      try {
        return await until(async () => {
          last = await report();
          return pattern.test(last.reason!) && last;
        }, `the reason ${pattern}`);
      } catch (cause) {
        throw new Error(`The report says: ${JSON.stringify(last)}`, { cause });
      }
    }

    it('do not overwrite the Secret of another app', async () => {
      const name = `tls-${app}-web`;
      await installation.kubectl('create', 'namespace', installation.namespace);
      await installation.kubectl('create', 'secret', 'generic', name);
      await installation.kubectl('label', 'secret', name, `app.kubernetes.io/part-of=${app}-web`);
      await installation.must('scheduler-k3s:set', app, 'cert-issuer-name', `missing-${installation.id}`);
      const push = await repository.push(app);
      expect(push.status).to.equal(1);
      expect(push.text).to.contain(`would overwrite that of ${app}-web`).and.contain('apps:rename');
      await installation.kubectl('delete', 'secret', name);
    });

    it('are reported as pending, with an early warning, when their issuer is missing', async () => {
      const push = await repository.push(app);
      expect(push.status, push.text).to.equal(0);
      const warning = push.text.indexOf(`ClusterIssuer missing-${installation.id} does not exist: `);
      expect(warning).to.be.within(0, push.text.search(/-----> Reusing/));
      expect(push.text.match(/ClusterIssuer \S+ does not exist: /g)).to.have.length(1);
      expect(push.text)
        .to.contain(`The certificate has not been issued yet`)
        .and.contain(`dokku certs:report ${app}`);
      expect(await report()).to.include({
        enabled: 'true',
        hostnames: host,
        source: `ClusterIssuer missing-${installation.id}`,
        state: 'pending',
        reason: `ClusterIssuer missing-${installation.id} does not exist`,
        'expires-at': '',
      });
    });

    it('are requested by a push, validated by an HTTP challenge through the ingress, and served', async () => {
      await installation.must('scheduler-k3s:set', app, 'cert-issuer-name', issuer);
      await repository.commit('second');
      const push = await repository.push(app);
      expect(push.status, push.text).to.equal(0);
      expect(push.text).to.contain(`https://${host}`);
      await until(async () => (await certificateOf(host)).issuer?.CN?.includes('Pebble'), 'the certificate');
      expect((await certificateOf(host)).subjectaltname).to.equal(`DNS:${host}`);
      const { status, location } = await plain(host);
      expect(status).to.be.oneOf([301, 308]);
      expect(location).to.match(new RegExp(`^https://${host}`));
    });

    it('move to another namespace and back, without a new request to the issuer', async () => {
      const other = `${installation.namespace}-other`;
      const { serialNumber } = await certificateOf(host);
      for (const namespace of [other, installation.namespace]) {
        await installation.must('scheduler-k3s:set', app, 'namespace', namespace);
        await installation.must('ps:restart', app);
        const there = (...what: string[]) => installation.kubectl('--namespace', namespace, 'get', ...what);
        const ready = '{.status.conditions[?(@.type=="Ready")].status}';
        await until(
          async () => (await there('certificate', `${app}-web`, '-o', `jsonpath=${ready}`)) === 'True',
          'the certificate to be known in the other namespace',
        );
        expect((await certificateOf(host)).serialNumber).to.equal(serialNumber);
        expect(await there('certificaterequests', '-o', 'name')).to.equal('');
      }
    });

    it('are reported with their issuer and expiry', async () => {
      const shown = await until(async () => {
        const rows = await report();
        return rows.state === 'valid' && rows;
      }, 'a valid certificate');
      expect(shown).to.include({ source: `ClusterIssuer ${issuer}`, hostnames: host, reason: '' });
      expect(shown.issuer).to.contain('Pebble');
      const { valid_to } = await certificateOf(host);
      expect(Date.parse(shown['expires-at']!)).to.equal(Date.parse(valid_to));
      await installation.must('scheduler-k3s:set', '--global', 'kubeconfig-path', '/nowhere.yaml');
      expect(await report()).to.include({ enabled: 'true', state: 'unknown', 'expires-at': 'unknown' });
      await installation.must(
        'scheduler-k3s:set',
        '--global',
        'kubeconfig-path',
        clusterUnderTest().kubeconfig,
      );
    });

    it('are requested only for versions that serve, and are reported with the reason of a failed challenge', async () => {
      await installation.must('domains:add', app, 'nowhere.invalid');
      await installation.must('ps:set', app, 'start-cmd', 'sh -c "exit 3"');
      const failed = await installation.dokku(['ps:restart', app]);
      expect(failed.status, failed.text).to.equal(1);
      expect(failed.text).to.not.contain('has not been issued yet');
      await installation.must('ps:set', app, 'start-cmd');
      const { status, text } = await installation.dokku(['ps:restart', app]);
      expect(status, text).to.equal(0);
      expect(text).to.contain(`dokku certs:report ${app}`);
      const shown = await reasonOf(/nowhere\.invalid: .*lookup nowhere\.invalid/);
      // The certificate without the new name is still being served.
      expect(shown).to.include({ state: 'pending', hostnames: `${host} nowhere.invalid` });
      expect(Date.parse(shown['expires-at']!)).to.be.above(Date.now());
      await installation.must('domains:remove', app, 'nowhere.invalid');
    });

    it('of an issuer are not overwritten by an imported certificate of another app', async () => {
      await installation.must('apps:create', `${app}-web`);
      const { status, text } = await installation.dokku(['certs:generate', `${app}-web`, host]);
      expect(status).to.equal(1);
      expect(text).to.contain(`would overwrite that of ${app}`);
      expect(await installation.must('certs:report', `${app}-web`, '--ssl-enabled')).to.equal('false\n');
    });

    it('come from Let’s Encrypt with the global email, and its ClusterIssuer follows a change of the email at once', async () => {
      const set = ['scheduler-k3s:set', '--global', 'letsencrypt-email-stag'];
      expect(await installation.must(...set, 'ops@example.test')).to.contain(
        'ClusterIssuer letsencrypt-stag',
      );
      const { spec } = await sharedIssuer();
      expect(spec.acme).to.deep.include({
        email: 'ops@example.test',
        server: 'https://acme-staging-v02.api.letsencrypt.org/directory',
        privateKeySecretRef: { name: 'letsencrypt-stag' },
        solvers: [{ http01: { ingress: { ingressClassName: 'traefik' } } }],
      });
      await installation.must(...set, 'root@example.test');
      expect((await sharedIssuer()).spec.acme.email).to.equal('root@example.test');
      // A deploy recreates the ClusterIssuer that someone deleted.
      await installation.kubectl('delete', 'clusterissuer', 'letsencrypt-stag');
      await installation.must('scheduler-k3s:set', app, 'cert-issuer-name');
      await installation.must('scheduler-k3s:set', app, 'letsencrypt-server', 'staging');
      await installation.must('ps:restart', app);
      expect((await sharedIssuer()).spec.acme.email).to.equal('root@example.test');
      await reasonOf(/ClusterIssuer letsencrypt-stag is not ready: .*acme-staging/);
      const unset = await installation.dokku(set);
      expect(unset.status, unset.text).to.equal(0);
      expect(unset.text).to.contain(`Certificates of ${app} will no longer be renewed`);
      const left = await installation.kubectl(
        'get',
        'clusterissuer',
        'letsencrypt-stag',
        '--ignore-not-found',
      );
      expect(left).to.equal('');
    });

    it("come from the app's own Issuer with its own email, and the account is deleted with the app or its old name", async () => {
      await installation.must('scheduler-k3s:set', app, 'letsencrypt-email-stag', 'ada@example.test');
      await installation.must('ps:restart', app);
      const name = `${app}-letsencrypt-stag`;
      const { spec } = await installation.kubeJson<AcmeIssuer>('get', 'issuer', name);
      expect(spec.acme).to.deep.include({
        email: 'ada@example.test',
        server: 'https://acme-staging-v02.api.letsencrypt.org/directory',
      });
      const account = (of: string) =>
        installation.kubectl('get', 'secret', `${of}-letsencrypt-stag`, '--ignore-not-found');
      await until(() => account(app), 'the account');
      const renamed = installation.app('renamed');
      await installation.must('apps:rename', app, renamed);
      expect(await account(app)).to.equal('');
      await until(() => account(renamed), 'the account under the new name');
      await installation.must('--force', 'apps:destroy', renamed);
      expect(await account(renamed)).to.equal('');
      const certificates = await installation.kubectl('get', 'certificates,issuers,secrets', '-o', 'name');
      expect(certificates.split('\n').filter((each) => each.includes(installation.id))).to.deep.equal([]);
    });

    function sharedIssuer(): Promise<AcmeIssuer> {
      return installation.kubeJson('get', 'clusterissuer', 'letsencrypt-stag');
    }
  },
);

interface AcmeIssuer {
  spec: { acme: { email: string; server: string } };
}
