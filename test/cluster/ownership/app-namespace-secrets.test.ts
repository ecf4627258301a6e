import { execFileSync } from 'node:child_process';
import { connect } from 'node:tls';
import { expect } from 'chai';
import { clusterUnderTest } from '../../../scripts/lib/cluster-under-test.ts';
import { acmeIssuer } from '../acme-issuer.ts';
import { type PrivateRegistry, startPrivateRegistry } from '../build/private-registry.ts';
import { describeWithEngine } from '../engine-only.ts';
import { Installation, type Repository, until } from '../installation.ts';

/** Returns the issuer and the serial number of the certificate that the ingress serves for a host. */
function certificateOf(host: string): Promise<{ issuer: string; serial: string }> {
  return new Promise((resolve, reject) => {
    const options = {
      host: clusterUnderTest().ingress,
      port: 443,
      servername: host,
      rejectUnauthorized: false,
    };
    const socket = connect(options, () => {
      const { issuer, serialNumber } = socket.getPeerCertificate();
      resolve({ issuer: String(issuer?.CN), serial: serialNumber });
      socket.destroy();
    });
    socket.on('error', reject);
  });
}

const appJson = {
  formation: {
    web: { quantity: 1 },
    worker: {
      quantity: 1,
      autoscaling: {
        min_quantity: 1,
        max_quantity: 2,
        triggers: [
          {
            type: 'cron',
            metadata: { timezone: 'Etc/UTC', start: '0 0 1 1 *', end: '1 0 1 1 *', desiredReplicas: '2' },
          },
        ],
      },
    },
  },
};

// The image runs without root: the namespace enforces the level restricted, also for the solver pods of cert-manager.
describeWithEngine(
  'the Secrets of an app in its own namespace',
  'the add-ons of the engine and a registry with a login',
  function () {
    this.timeout(120_000);
    let installation: Installation;
    let registry: PrivateRegistry;
    let app: string;
    let host: string;
    let own: string;
    let repository: Repository;

    const get = (...what: string[]) => installation.kubectl('--namespace', own, 'get', ...what);
    const must = async (...args: string[]) => {
      const { status, text } = await installation.dokku(args);
      expect(status, text).to.equal(0);
      return text;
    };

    before(async () => {
      execFileSync('scripts/engine/engine', ['addon', 'keda', 'cert-manager', 'pebble'], { stdio: 'ignore' });
      [installation, registry] = await Promise.all([Installation.start(), startPrivateRegistry()]);
      const setting = `${installation.namespace}-{{ .AppName }}`;
      await must('scheduler-k3s:set', '--global', 'namespace', setting);
      await must('scheduler-k3s:set', '--global', 'pod-security', 'restricted');
      await must('scheduler-k3s:set', '--global', 'network-policy', 'isolated');
      app = await installation.create('sealed');
      host = `${app}.example.test`;
      own = `${installation.namespace}-${app}`;
      repository = await installation.repository('hello', {
        'app.json': JSON.stringify(appJson),
        Dockerfile:
          'FROM busybox:latest\nWORKDIR /app\nCOPY . .\nEXPOSE 5000\nUSER 1000\nCMD ["sh", "web.sh"]\n',
        'config/kustomize': null,
      });
    });

    after(async () => {
      await installation?.kubectl('delete', 'namespace', own, '--ignore-not-found', '--wait=false');
      await installation?.end();
      await registry?.stop();
    });

    it('pull its image, verify its triggers and get its certificate from an issuer of the namespace', async () => {
      await installation.kubectl('create', 'namespace', own);
      await installation.kubectl('label', 'namespace', own, 'dokku.com/managed=true');
      await installation.apply(acmeIssuer('local', own));
      await must('scheduler-k3s:set', app, 'cert-issuer-name', 'local');
      await must('scheduler-k3s:set', app, 'cert-issuer-kind', 'Issuer');
      await must('scheduler-k3s:autoscaling-auth:set', app, 'datadog', '--metadata', 'apiKey=of-the-test');
      await must('registry:set', app, 'server', registry.host);
      const login = await installation.dokku(
        ['registry:login', '--password-stdin', app, registry.host, registry.username],
        { input: `${registry.password}\n` },
      );
      expect(login.status, login.text).to.equal(0);
      const push = await repository.push(app);
      expect(push.status, push.text).to.equal(0);
      expect(await get('secrets,triggerauthentications', '-o', 'name'))
        .to.contain(`secret/pull-secret-${app}\n`)
        .and.contain(`secret/kta-${app}-datadog\n`)
        .and.contain(`triggerauthentication.keda.sh/${app}-datadog\n`);
      const enforced = '{.metadata.labels.pod-security\\.kubernetes\\.io/enforce}';
      expect(await get('namespace', own, '-o', `jsonpath=${enforced}`)).to.equal('restricted');
      await until(async () => (await certificateOf(host)).issuer.includes('Pebble'), 'the certificate');
    });

    it('move with the app to another namespace of its own', async () => {
      const { serial } = await certificateOf(host);
      const before = own;
      own = `${installation.namespace}-2-${app}`;
      await installation.kubectl('create', 'namespace', own);
      await installation.kubectl('label', 'namespace', own, 'dokku.com/managed=true');
      await installation.apply(acmeIssuer('local', own));
      await must('scheduler-k3s:set', app, 'namespace', `${installation.namespace}-2-{{ .AppName }}`);
      const text = await must('ps:restart', app);
      // The issuer and its account were created by hand.
      expect(text).to.contain(`Namespace ${before} stays`).and.contain('Issuer local');
      expect((await certificateOf(host)).serial).to.equal(serial);
      expect(await get('secrets', '-o', 'name'))
        .to.contain(`secret/pull-secret-${app}\n`)
        .and.contain(`secret/kta-${app}-datadog\n`);
      await installation.kubectl('delete', 'namespace', before, '--wait=false');
    });

    it('serve an imported certificate there', async () => {
      await must('certs:generate', app, host);
      await until(async () => !(await certificateOf(host)).issuer.includes('Pebble'), 'the certificate');
      expect(await get('secret', `tls-${app}`, '-o', 'name')).to.equal(`secret/tls-${app}\n`);
    });
  },
);
