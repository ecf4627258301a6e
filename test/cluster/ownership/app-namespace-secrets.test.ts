import { expect } from 'chai';
import { type PrivateRegistry, startPrivateRegistry } from '../build/private-registry.ts';
import { describeWithEngine } from '../engine-only.ts';
import { until } from '../installation.ts';
import { certificateOf, Separated } from './separated.ts';

describeWithEngine(
  'the pull secret and the imported certificate of an app in its own namespace',
  'a registry with a login, which the engine has the program for',
  function () {
    this.timeout(120_000);
    let installation: Separated;
    let registry: PrivateRegistry;
    let app: string;
    let host: string;

    before(async () => {
      [installation, registry] = await Promise.all([Separated.begin(), startPrivateRegistry()]);
      app = await installation.create('sealed');
      host = `${app}.example.test`;
    });
    after(async () => {
      await installation?.end();
      await registry?.stop();
    });

    const secrets = (namespace: string) =>
      installation.kubectl('get', 'secrets', '--namespace', namespace, '-o', 'name');

    it('are created there', async () => {
      await installation.must('registry:set', app, 'server', registry.host);
      const login = await installation.dokku(
        ['registry:login', '--password-stdin', app, registry.host, registry.username],
        { input: `${registry.password}\n` },
      );
      expect(login.status, login.text).to.equal(0);
      await installation.push(app, { formation: { web: { quantity: 1 }, worker: { quantity: 0 } } });
      await installation.must('certs:generate', app, host);
      const own = installation.namespaceOf(app);
      expect(await secrets(own))
        .to.contain(`/pull-secret-${app}\n`)
        .and.contain(`/tls-${app}\n`);
      expect(await installation.enforced(own)).to.equal('restricted');
      await until(async () => (await certificateOf(host)).subject === host, 'the certificate');
    });

    it('move with the app', async () => {
      const before = installation.namespaceOf(app);
      const moved = installation.namespaceOf(app, 'moved-');
      const setting = `${installation.namespace}-moved-{{ .AppName }}`;
      await installation.must('scheduler-k3s:set', app, 'namespace', setting);
      expect((await installation.dokku(['ps:restart', app])).text).to.contain(`Removed namespace ${before}`);
      expect(await secrets(moved))
        .to.contain(`/pull-secret-${app}\n`)
        .and.contain(`/tls-${app}\n`);
      expect((await certificateOf(host)).subject).to.equal(host);
    });
  },
);
