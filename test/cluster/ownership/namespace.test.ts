import { request } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import { expect } from 'chai';
import { clusterUnderTest } from '../../../scripts/lib/cluster-under-test.ts';
import { Installation, until } from '../installation.ts';

interface CronJob {
  spec: { suspend: boolean };
}

interface Change {
  kind: string;
  name: string;
  namespace: string;
  change: string;
}

const cron = [{ command: 'true', schedule: '0 0 1 1 *' }];
const appJson = JSON.stringify({ formation: { web: { quantity: 1 }, worker: { quantity: 0 } }, cron });

/** Returns the status of one request to the ingress, or the reason why there was no response. */
function statusOf(host: string): Promise<string> {
  return new Promise((resolve) => {
    const call = request({ host: clusterUnderTest().ingress, headers: { host }, timeout: 2000 });
    call.on('response', (response) => {
      response.resume();
      response.on('end', () => resolve(String(response.statusCode)));
    });
    call.on('timeout', () => call.destroy(new Error('no answer in two seconds')));
    call.on('error', ({ message }) => resolve(message));
    call.end();
  });
}

describe('an app whose namespace is changed', () => {
  let installation: Installation;
  let app: string;
  let old: string;
  let other: string;
  /** A cluster-wide object, so it is the same object before and after the move. */
  let role: string;

  /** Returns everything in a namespace except the objects that every namespace has; `kind/name`. */
  const contents = async (namespace: string) => {
    const kinds =
      'deployments,services,secrets,serviceaccounts,cronjobs,jobs,ingressroutes,middlewares,configmaps,pods';
    const names = await installation.kubectl('get', kinds, '--namespace', namespace, '--output', 'name');
    return names
      .split('\n')
      .filter((name) => name && !['serviceaccount/default', 'configmap/kube-root-ca.crt'].includes(name));
  };
  /** Ignores pods that are terminating. */
  const empty = (namespace: string) => async () =>
    (await contents(namespace)).every((name) => name.startsWith('pod/'));
  /** Sends requests one after the other during `work`, and checks that all succeed. */
  const asking = async (work: () => Promise<unknown>) => {
    const answers = new Map<string, number>();
    let ended = false;
    const asked = (async () => {
      while (!ended) {
        const answer = await statusOf(`${app}.example.test`);
        answers.set(answer, (answers.get(answer) ?? 0) + 1);
        await delay(20);
      }
    })();
    await work().finally(() => {
      ended = true;
    });
    await asked;
    expect([...answers.keys()], JSON.stringify([...answers])).to.deep.equal(['200']);
    expect(answers.get('200')).to.be.above(10);
  };
  const roleNamespace = async () => {
    const path = '{.metadata.annotations.meta\\.helm\\.sh/release-namespace}';
    return installation.kubectl('get', 'clusterrole', role, '-o', `jsonpath=${path}`);
  };

  before(async () => {
    installation = await Installation.start();
    app = await installation.create('mover');
    old = installation.namespace;
    other = `${old}-other`;
    role = `mover-${installation.id}`;
    await installation.must('scheduler-k3s:set', app, 'kustomize-cluster-scope', 'true');
    await installation.must('config:set', '--no-restart', app, 'COLOUR=blue');
    const repository = await installation.repository('hello', {
      'app.json': appJson,
      'config/kustomize/kustomization.yaml': 'resources: [rendered.yaml, role.yaml]',
      'config/kustomize/role.yaml': JSON.stringify({
        apiVersion: 'rbac.authorization.k8s.io/v1',
        kind: 'ClusterRole',
        metadata: { name: role },
        rules: [],
      }),
    });
    const pushed = await repository.push(app);
    expect(pushed.status, pushed.text).to.equal(0);
    await until(() => installation.get(app), 'the app to answer');
    const told = await installation.must('scheduler-k3s:set', app, 'namespace', other);
    expect(told).to.contain(
      `The next deploy moves ${app} from namespace ${old}. To move the app now: dokku ps:restart ${app}`,
    );
  });

  after(async () => {
    await installation?.kubectl('delete', 'namespace', other, '--ignore-not-found', '--wait=false');
    await installation?.kubectl('delete', 'clusterrole', role, '--ignore-not-found');
    await installation?.end();
  });

  it('is shown in both namespaces by a preview', async () => {
    const changes: Change[] = JSON.parse(
      await installation.must('scheduler-k3s:preview', app, '--format', 'json'),
    );
    const configs = changes.filter(
      ({ kind, name }) => kind === 'Secret' && name.startsWith(`config-${app}-`),
    );
    expect(configs.map(({ change, namespace }) => [change, namespace])).to.have.deep.members([
      ['removed', old],
      ['added', other],
    ]);
  });

  it('keeps serving from the old namespace when its pods fail in the new one, which is then cleaned up', async () => {
    await installation.must('ps:set', app, 'start-cmd', 'sh -c "exit 3"');
    await asking(async () => {
      const { status, text } = await installation.dokku(['ps:restart', app]);
      expect(status).to.equal(1);
      expect(text)
        .to.contain(`Moving ${app} from namespace ${old} to ${other}`)
        .and.contain(`Cleaning up namespace ${other}; v1 keeps serving`);
      await until(empty(other), 'the new namespace to be empty');
    });
    expect(await roleNamespace()).to.equal(old);
    const [job] = (await installation.kubeJson<{ items: CronJob[] }>('get', 'cronjobs')).items;
    expect(job!.spec.suspend).to.equal(false);
  });

  it('moves without losing a request, and leaves no object in the old namespace', async () => {
    await installation.must('ps:set', app, 'start-cmd');
    await asking(async () => {
      const { status, text } = await installation.dokku(['ps:restart', app]);
      expect(status, text).to.equal(0);
      await until(empty(old), 'the old namespace to be empty');
    });
    expect(await roleNamespace()).to.equal(other);
    expect((await contents(other)).some((name) => name.startsWith('cronjob'))).to.equal(true);
    const report = JSON.parse(await installation.must('ps:report', app, '--format', 'json'));
    expect(report).to.include({ running: 'true', processes: '1' });
  });

  it('moves back with a rollback', async () => {
    await asking(async () => {
      const { status, text } = await installation.dokku(['releases:rollback', app, 'v1']);
      expect(status, text).to.equal(0);
    });
    expect(await roleNamespace()).to.equal(old);
    await until(empty(other), 'the namespace that was left to be empty');
    expect(await installation.get(app)).to.be.a('string');
  });
});
