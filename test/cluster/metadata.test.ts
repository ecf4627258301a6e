import { execFileSync } from 'node:child_process';
import { expect } from 'chai';
import { describeWithEngine } from './engine-only.ts';
import { Installation, type Repository } from './installation.ts';

interface Meta {
  metadata: { labels: Record<string, string>; annotations: Record<string, string> };
}

describeWithEngine(
  'annotations, labels and credentials of triggers',
  'the add-on keda of the engine',
  function () {
    this.timeout(120_000);
    let installation: Installation;
    let app: string;
    let repository: Repository;
    const cronTrigger = {
      type: 'cron',
      metadata: { timezone: 'UTC', start: '0 0 1 1 *', end: '1 0 1 1 *', desiredReplicas: '2' },
    };
    const annotate = (...args: string[]) => installation.must('scheduler-k3s:annotations:set', ...args);
    const label = (...args: string[]) => installation.must('scheduler-k3s:labels:set', ...args);
    const objects = async <T>(kind: string) =>
      (await installation.kubeJson<{ items: T[] }>('get', kind)).items;
    const exists = async (kind: string, name: string) =>
      (await installation.kubectl('get', kind, name, '--ignore-not-found', '--output', 'name')) !== '';

    before(async () => {
      execFileSync('scripts/engine/engine', ['addon', 'keda'], { stdio: 'ignore' });
      installation = await Installation.start();
      app = await installation.create('meta');
      repository = await installation.repository('hello', {
        'app.json': JSON.stringify({ formation: { web: { quantity: 1 }, worker: { quantity: 1 } } }),
        'config/kustomize': null,
      });
      const push = await repository.push(app);
      expect(push.status, push.text).to.equal(0);
    });

    after(async () => {
      await installation?.dokku([
        'scheduler-k3s:autoscaling-auth:set',
        '--global',
        `test-${installation.id}`,
      ]);
      await installation?.end();
    });

    it('apply from the next restart on: those of a process type before those of the app before global ones', async () => {
      const type = ['--resource-type', 'deployment'];
      await annotate('--global', 'example.com/who', 'all', ...type);
      await annotate('--global', 'example.com/only', 'all', ...type);
      await annotate(app, 'example.com/who', 'app', ...type);
      await annotate(app, 'example.com/who', 'worker', ...type, '--process-type', 'worker');
      await label(app, 'team', 'blue', '--resource-type', 'pod');
      const restart = await installation.dokku(['ps:restart', app]);
      expect(restart.status, restart.text).to.equal(0);

      const who = async (name: string) => {
        const { annotations } = (await installation.kubeJson<Meta>('get', 'deployment', name)).metadata;
        return [annotations['example.com/who'], annotations['example.com/only']];
      };
      expect(await who(`${app}-web`)).to.deep.equal(['app', 'all']);
      expect(await who(`${app}-worker`)).to.deep.equal(['worker', 'all']);
      const blue = await installation.kubectl('get', 'pods', '-l', `team=blue`, '--output', 'name');
      expect(blue.trim().split('\n').length).to.be.at.least(2);
    });

    it('are reported with their scope', async () => {
      const report = ['scheduler-k3s:annotations:report', app];
      expect(JSON.parse(await installation.must(...report, '--format', 'json'))).to.deep.equal({
        'global.deployment.example.com/who': 'app',
        'worker.deployment.example.com/who': 'worker',
      });
      expect(await installation.must(...report, '--process-type', 'worker')).to.contain(
        'Annotation (worker/deployment) example.com/who: worker',
      );
      const flag = '--scheduler-k3s-annotations.global.deployment.example.com/who';
      expect(await installation.must(...report, flag)).to.equal('app\n');
    });

    it('are removed by the next restart', async () => {
      await label(app, 'team', '--resource-type', 'pod');
      await installation.must('ps:restart', app);
      const pods = await installation.kubectl(
        'get',
        'deployment',
        `${app}-web`,
        '--output',
        'jsonpath={.spec.template.metadata.labels.team}',
      );
      expect(pods).to.equal('');
    });

    it('are refused when Kubernetes or dokku does not allow them', async () => {
      const refused = async (...args: string[]) => {
        const { status, text } = await installation.dokku(args);
        expect(status, text).to.equal(1);
        return text;
      };
      const set = 'scheduler-k3s:labels:set';
      expect(await refused(set, app, 'a', 'b', '--resource-type', 'pods')).to.contain(
        'Valid types: certificate, cronjob',
      );
      expect(await refused(set, app, 'a', 'b')).to.contain('Valid types: certificate, cronjob');
      expect(await refused(set, app, 'a b', 'c', '--resource-type', 'pod')).to.contain('is not a valid key');
      expect(await refused(set, app, 'a', 'b c', '--resource-type', 'pod')).to.contain(
        'is not a valid label value',
      );
      const own = 'app.kubernetes.io/part-of';
      expect(await refused(set, app, own, 'x', '--resource-type', 'pod')).to.contain('set by dokku itself');
    });

    it('include the credentials of an app, which KEDA receives and which are deleted with their last key', async () => {
      const auth = 'scheduler-k3s:autoscaling-auth:set';
      await installation.must(auth, app, 'cron', '--metadata', 'user=ada,password=open,sesame');
      const scaled = {
        quantity: 1,
        autoscaling: { min_quantity: 1, max_quantity: 2, triggers: [cronTrigger] },
      };
      await repository.commit('scale', {
        'app.json': JSON.stringify({ formation: { web: { quantity: 1 }, worker: scaled } }),
      });
      const push = await repository.push(app);
      expect(push.status, push.text).to.equal(0);
      const secret = await installation.kubeJson<{ data: Record<string, string> }>(
        'get',
        'secret',
        `kta-${app}-cron`,
      );
      expect(Buffer.from(secret.data.password!, 'base64').toString()).to.equal('open,sesame');
      const [scaledObject] = await objects<{ spec: { triggers: { authenticationRef: object }[] } }>(
        'scaledobjects',
      );
      expect(scaledObject!.spec.triggers[0]!.authenticationRef).to.deep.equal({
        name: `${app}-cron`,
        kind: 'TriggerAuthentication',
      });
      await installation.kubectl(
        'wait',
        '--for=condition=Ready',
        'scaledobject',
        `${app}-worker`,
        '--timeout=60s',
      );
      expect(await installation.must('releases:info', app, 'v1', '--manifest')).to.not.contain('sesame');

      await installation.must(auth, app, 'cron');
      await installation.must('ps:restart', app);
      expect(await exists('triggerauthentication', `${app}-cron`)).to.equal(false);
      expect(await exists('secret', `kta-${app}-cron`)).to.equal(false);
    });

    it('include global credentials, which the cluster receives at once, with all keys', async () => {
      const type = `test-${installation.id}`;
      const auth = 'scheduler-k3s:autoscaling-auth:set';
      await installation.must(auth, '--global', type, '--metadata', 'first=secret-one');
      const second = await installation.must(auth, '--global', type, '--metadata', 'second=secret-two');
      expect(second).to.not.contain('secret-two');
      const { spec } = await installation.kubeJson<{ spec: { secretTargetRef: { parameter: string }[] } }>(
        'get',
        'clustertriggerauthentication',
        type,
      );
      expect(spec.secretTargetRef.map(({ parameter }) => parameter)).to.deep.equal(['first', 'second']);
      const report = await installation.must('scheduler-k3s:autoscaling-auth:report', '--global');
      expect(report).to.contain('configured').and.not.contain('secret-one');
      await installation.must(auth, '--global', type);
      expect(await exists('clustertriggerauthentication', type)).to.equal(false);
      expect(
        await installation.kubectl('get', 'secret', `ckta-${type}`, '-n', 'keda', '--ignore-not-found'),
      ).to.equal('');
    });
  },
);
