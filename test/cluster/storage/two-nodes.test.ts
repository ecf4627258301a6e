import { expect } from 'chai';
import { Engine } from '../../engine/engine.ts';
import { describeWithEngine } from '../engine-only.ts';
import { until } from '../installation.ts';
import { image, Storage } from './fixture.ts';

interface Pod {
  metadata: { name: string; deletionTimestamp?: string };
  spec: { nodeName: string };
}

const key = 'dokku.test/only';

// Uses a second node with a taint from its first moment on, so that pods of other tests are not scheduled there.
describeWithEngine('storage on two nodes', 'the engine, to which it adds a node', () => {
  const engine = new Engine();
  let storage: Storage;
  let node: string;
  before(async () => {
    storage = await Storage.begin({ serve: true });
    node = `n${storage.id}`;
    await storage.apply({
      apiVersion: 'v1',
      kind: 'Node',
      metadata: { name: node },
      spec: { taints: [{ key, value: storage.id, effect: 'NoSchedule' }] },
    });
    const { code, stderr } = await engine.verb('node', 'add', node);
    expect(code, stderr).to.equal(0);
  });
  after(async () => {
    await storage.end();
    await engine.verb('node', 'remove', node);
  });

  /**
   * Pushes an app whose pods tolerate the second node and are placed there by `place`. The pods log their names and
   * serve the log.
   */
  async function push(app: string, place: object): Promise<void> {
    const spec = { tolerations: [{ key, operator: 'Exists' }], ...place };
    const patch = { apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'web' } };
    const repository = await storage.repository('hello', {
      Dockerfile: `FROM ${image}\nWORKDIR /app\nCOPY . .\nCMD ["sh", "web.sh"]\n`,
      Procfile: 'web: sh web.sh\n',
      'web.sh': "hostname >>/data/log\nhttpd -f -p $PORT -h /data &\ntrap 'kill $!; exit 0' TERM\nwait $!\n",
      'app.json': null,
      'config/kustomize/web.yaml': JSON.stringify({ ...patch, spec: { template: { spec } } }),
    });
    const { status, text } = await repository.push(app);
    expect(status, text).to.equal(0);
  }

  async function podOf(app: string): Promise<Pod | undefined> {
    const selector = ['--selector', `app.kubernetes.io/part-of=${app}`];
    const { items } = await storage.kubeJson<{ items: Pod[] }>('get', 'pods', ...selector);
    return items.find(({ metadata }) => metadata.deletionTimestamp === undefined);
  }

  it('with ReadWriteOnce keeps one-off commands on its node, and refuses pods on both nodes', async () => {
    const app = await storage.create('one');
    const name = await storage.class('one');
    await storage.volume('one', name);
    await storage.must('storage:create', 'one', '--size', '1Gi', '--storage-class-name', name);
    await storage.must('storage:mount', app, 'one', '--container-dir', '/data');
    await push(app, { nodeSelector: { 'kubernetes.io/hostname': node } });
    expect((await podOf(app))?.spec.nodeName).to.equal(node);
    const run = (await storage.must('run:detached', app, 'cat', '/data/log')).trim();
    const ran = await until(async () => {
      const { spec } = await storage.kubeJson<Pod>('get', 'pod', run);
      return spec.nodeName;
    }, 'the command to have a node');
    expect(ran).to.equal(node);
    const other = await storage.create('other');
    await storage.must('ps:scale', '--skip-deploy', other, 'web=2');
    // For these two commands only, the second node accepts all pods but is not preferred.
    await storage.kubectl('taint', 'node', node, `${key}:NoSchedule-`, `${key}=x:PreferNoSchedule`);
    const mounted = await storage.dokku(['storage:mount', other, 'one', '--container-dir', '/data']);
    const scaled = await storage.dokku(['ps:scale', app, 'web=2']);
    await storage.kubectl('taint', 'node', node, `${key}:PreferNoSchedule-`, `${key}=x:NoSchedule`);
    const reason =
      /one can be used on one node at a time \(ReadWriteOnce\), but \d pods \(.*\) may run on 2 nodes/;
    for (const { status, text } of [mounted, scaled]) {
      expect(text).to.match(reason);
      expect(status).to.equal(1);
    }
    expect(mounted.text).to.match(/run: dokku ps:scale other-\S+ web=1/);
    expect(scaled.text).to.match(/run: dokku ps:scale one-\S+ web=1/);
  });

  it('with ReadWriteMany stays available when a node is drained', async () => {
    const app = await storage.create('moves');
    const name = await storage.class('moves');
    await storage.volume('moves', name);
    const mode = ['--access-mode', 'ReadWriteMany', '--storage-class-name', name];
    await storage.must('storage:create', 'moves', '--size', '1Gi', ...mode);
    await storage.must('storage:mount', app, 'moves', '--container-dir', '/data');
    const matchExpressions = [{ key: 'kubernetes.io/hostname', operator: 'In', values: [node] }];
    const liked = [{ weight: 100, preference: { matchExpressions } }];
    await push(app, {
      affinity: { nodeAffinity: { preferredDuringSchedulingIgnoredDuringExecution: liked } },
    });
    const before = (await podOf(app))!;
    expect(before.spec.nodeName).to.equal(node);
    const selector = `app.kubernetes.io/part-of=${app}`;
    await storage.kubectl('drain', node, '--ignore-daemonsets', '--pod-selector', selector);
    const after = await until(async () => {
      const pod = await podOf(app);
      return pod?.spec.nodeName === 'node1' && pod;
    }, 'a pod on the first node');
    const log = `${before.metadata.name}\n${after.metadata.name}\n`;
    await until(async () => (await storage.get(app, '/log')) === log, 'what was written on both nodes');
    await storage.kubectl('uncordon', node);
  });
});
