import { expect } from 'chai';
import { describeWithEngine } from '../engine-only.ts';
import { launcher, until } from '../installation.ts';
import { noImage } from '../storage/fixture.ts';
import { daemonSet, Nodes, sysctl } from './fixture.ts';
import { SilentRegistry } from './silent-registry.ts';

interface ListedNode {
  Name: string;
  Roles: string[];
  Ready: boolean;
  Version: string;
  Reasons: string[];
  Cordoned: boolean;
  Pods: number;
  Capacity: { Cpu: string; Memory: string; Pods: number };
  Free: { Cpu: string; Memory: string; Pods: number };
}

describeWithEngine('the nodes of the cluster', 'the engine, to which it adds a node', () => {
  let nodes: Nodes;
  const registry = new SilentRegistry();
  before(async () => {
    nodes = await Nodes.begin();
  });
  after(async () => {
    await nodes.end();
    await registry.stop();
  });

  const set = (...words: string[]) => nodes.dokku(['scheduler-k3s:node-sysctls:set', ...words]);
  const stored = async () =>
    JSON.parse(await nodes.must('scheduler-k3s:node-sysctls:report', '--format', 'json'));

  /** The image that a property names. */
  async function imageIn(property: string): Promise<string> {
    return (
      await nodes.must('scheduler-k3s:report', '--global', `--scheduler-k3s-global-${property}`)
    ).trim();
  }

  async function list(): Promise<Map<string, ListedNode>> {
    const listed: ListedNode[] = JSON.parse(
      await nodes.must('scheduler-k3s:cluster:list', '--format', 'json'),
    );
    return new Map(listed.map((node) => [node.Name, node]));
  }

  it('get a sysctl, also when they join later', async () => {
    const { status, text } = await set(sysctl, '7');
    expect(status, text).to.equal(0);
    expect(nodes.ofFirstNode()).to.equal('7');
    await nodes.addNode();
    await until(async () => (await nodes.ofAddedNode()) === '7', 'the value on the new node');
    expect((await set(sysctl, '8')).status).to.equal(0);
    expect([nodes.ofFirstNode(), await nodes.ofAddedNode()]).to.deep.equal(['8', '8']);
    expect(await stored()).to.deep.equal({ '--global': { [sysctl]: '8' } });
  });

  it('keep the values before when a node refuses a new one', async () => {
    const unknown = await set('net.ipv4.no_such_sysctl', '1');
    expect(unknown.status).to.equal(1);
    expect(unknown.text)
      .to.match(/Node \S+ refuses net\.ipv4\.no_such_sysctl=1: sysctl: .*no_such_sysctl/)
      .and.contain('Nothing was stored; the nodes get the values before again');
    const wrong = await set(sysctl, 'nine');
    expect(wrong.text).to.match(/Node \S+ refuses net\.ipv4\.conf\.lo\.tag=nine: sysctl: .*Invalid argument/);
    expect(await stored()).to.deep.equal({ '--global': { [sysctl]: '8' } });
    const values = async () => [nodes.ofFirstNode(), await nodes.ofAddedNode()].join();
    await until(async () => (await values()) === '8,8', 'the values before on both nodes');
    await nodes.kubectl('rollout', 'status', `daemonset/${daemonSet}`, '--namespace', 'kube-system');
  });

  it('keep the values before when the image is missing', async () => {
    const property = 'node-sysctls-image';
    const image = await imageIn(property);
    await nodes.must('scheduler-k3s:set', '--global', property, noImage);
    const { status, text } = await set(sysctl, '9');
    await nodes.must('scheduler-k3s:set', '--global', property, image);
    expect(status).to.equal(1);
    expect(text)
      .to.match(/The pod that sets the sysctls does not start on node \S+/)
      .and.contain(`the image ${noImage} does not exist`);
    expect(await stored()).to.deep.equal({ '--global': { [sysctl]: '8' } });
    expect((await set(sysctl, '8')).status).to.equal(0);
  });

  it('keep the values before when the command is interrupted, and lose those of a killed one', async () => {
    const property = 'node-sysctls-image';
    const image = await imageIn(property);
    const slow = await registry.start();
    await nodes.must('scheduler-k3s:set', '--global', property, slow);
    const start = async (name: string, value: string) => {
      const running = nodes.spawn(launcher, ['scheduler-k3s:node-sysctls:set', name, value]);
      await until(() => running.text().includes('Waiting until every node'), 'the wait for the nodes');
      return running;
    };
    const cancelled = await start(sysctl, '9');
    const second = await set(sysctl, '10');
    expect(second.text).to.contain(
      'Another command is changing the sysctls of the nodes; nothing was changed',
    );
    await nodes.must('scheduler-k3s:set', '--global', property, image);
    cancelled.interrupt();
    const { status, text } = await cancelled.ended;
    expect(status, text).to.equal(130);
    expect(text).to.contain('Nothing was stored; the nodes get the values before again');
    await nodes.kubectl('rollout', 'status', `daemonset/${daemonSet}`, '--namespace', 'kube-system');
    await nodes.must('scheduler-k3s:set', '--global', property, slow);
    const killed = await start('net.ipv4.conf.lo.medium_id', '0');
    process.kill(-killed.child.pid!, 'SIGKILL');
    await killed.ended;
    expect(await stored()).to.deep.equal({ '--global': { [sysctl]: '8' } });
    await nodes.must('scheduler-k3s:set', '--global', property, image);
    // Not stored, so only the death of the command tells that there may be something to remove.
    const removed = await set('net.ipv4.conf.lo.medium_id');
    expect(removed.status, removed.text).to.equal(0);
    expect([nodes.ofFirstNode(), await nodes.ofAddedNode()]).to.deep.equal(['8', '8']);
    expect((await set('net.ipv4.conf.lo.medium_id')).text).to.contain('is not set by dokku');
  });

  it('keep the last value of a sysctl that is no longer set', async () => {
    const { status, text } = await set(sysctl);
    expect(status, text).to.equal(0);
    expect(text).to.contain(
      `The kernel of each node keeps the last value of ${sysctl} until the node restarts`,
    );
    expect(await stored()).to.deep.equal({ '--global': {} });
    expect([nodes.ofFirstNode(), await nodes.ofAddedNode()]).to.deep.equal(['8', '8']);
    const left = await nodes.kubectl(
      'get',
      'daemonset',
      '--namespace',
      'kube-system',
      daemonSet,
      '--ignore-not-found',
    );
    expect(left).to.equal('');
  });

  it('are listed with their roles, health and free resources', async () => {
    const empty = `e${nodes.id}`;
    await nodes.emptyNode(empty);
    try {
      await nodes.kubectl('label', 'node', nodes.added, 'node-role.kubernetes.io/worker=worker');
      await nodes.kubectl('cordon', nodes.added);
      const listed = await list();
      const [first, added] = [listed.get('node1')!, listed.get(nodes.added)!];
      expect(first).to.deep.include({ Ready: true, Roles: [], Reasons: [], Cordoned: false });
      expect(first.Version).to.match(/^v1\.\d+\.\d+/);
      expect(first.Pods).to.be.greaterThan(0);
      expect(first.Free.Pods).to.equal(first.Capacity.Pods - first.Pods);
      expect(first.Free.Cpu).not.to.equal(first.Capacity.Cpu);
      expect(added).to.deep.include({
        Ready: true,
        Roles: ['worker'],
        Reasons: ['cordoned'],
        Cordoned: true,
      });
      expect(added.Capacity).to.deep.equal(first.Capacity);
      expect(listed.get(empty)).to.deep.include({ Ready: false, Pods: 0 });
      expect(listed.get(empty)!.Reasons.join()).to.match(/kubelet/i);
      const text = await nodes.must('scheduler-k3s:cluster:list');
      expect(text).to.match(/^Name +Ready +Roles +Version +Pods +Free CPU +Free memory +Age +Notes\n/);
      expect(text).to.match(new RegExp(`^${nodes.added} +true +worker +v1.* cordoned$`, 'm'));
    } finally {
      await nodes.kubectl('delete', 'node', empty);
    }
  });
});
