import { execFileSync } from 'node:child_process';
import { expect } from 'chai';
import { acmeIssuer } from '../acme-issuer.ts';
import { describeWithEngine } from '../engine-only.ts';
import { until } from '../installation.ts';
import { certificateOf, Separated } from './separated.ts';

describeWithEngine(
  'the issued certificate and the triggers of an app in its own namespace',
  'the add-ons keda, cert-manager and pebble of the engine',
  function () {
    this.timeout(120_000);
    let installation: Separated;
    let app: string;
    let host: string;

    before(async () => {
      execFileSync('scripts/engine/engine', ['addon', 'keda', 'cert-manager', 'pebble'], { stdio: 'ignore' });
      installation = await Separated.begin();
      app = await installation.create('issued');
      host = `${app}.example.test`;
    });
    after(() => installation?.end());

    it('come from an issuer of the namespace, and from Secrets there', async () => {
      const own = installation.namespaceOf(app);
      await installation.handOver(own);
      await installation.apply(acmeIssuer('local', own));
      await installation.must('scheduler-k3s:set', app, 'cert-issuer-name', 'local');
      await installation.must('scheduler-k3s:set', app, 'cert-issuer-kind', 'Issuer');
      const credentials = ['datadog', '--metadata', 'apiKey=of-the-test'];
      await installation.must('scheduler-k3s:autoscaling-auth:set', app, ...credentials);
      const metadata = { timezone: 'Etc/UTC', start: '0 0 1 1 *', end: '1 0 1 1 *', desiredReplicas: '2' };
      const triggers = [{ type: 'cron', metadata }];
      const worker = { quantity: 1, autoscaling: { min_quantity: 1, max_quantity: 2, triggers } };
      await installation.push(app, { formation: { web: { quantity: 1 }, worker } });
      const found = await installation.kubectl(
        ...['get', 'secrets,triggerauthentications', '--namespace', own, '-o', 'name'],
      );
      expect(found).to.contain(`/kta-${app}-datadog\n`).and.contain(`triggerauthentication.keda.sh/${app}`);
      // The API server has accepted the pod that answers the challenge.
      await until(async () => (await certificateOf(host)).issuer.includes('Pebble'), 'the certificate');
      expect(await installation.enforced(own)).to.equal('restricted');
    });

    it('move with the app, without a new request to the issuer', async () => {
      const { serial } = await certificateOf(host);
      const moved = installation.namespaceOf(app, 'moved-');
      await installation.handOver(moved);
      await installation.apply(acmeIssuer('local', moved));
      const setting = `${installation.namespace}-moved-{{ .AppName }}`;
      await installation.must('scheduler-k3s:set', app, 'namespace', setting);
      const { status, text } = await installation.dokku(['ps:restart', app]);
      expect(status, text).to.equal(0);
      // Nobody but the administrator may delete the other issuer.
      expect(text)
        .to.contain(`Namespace ${installation.namespaceOf(app)} stays`)
        .and.contain('Issuer local');
      expect((await certificateOf(host)).serial).to.equal(serial);
    });
  },
);
