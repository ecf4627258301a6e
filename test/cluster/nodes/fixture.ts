import { readFileSync, writeFileSync } from 'node:fs';
import { clusterUnderTest } from '../../../scripts/lib/cluster-under-test.ts';
import { Engine } from '../../engine/engine.ts';
import { Installation } from '../installation.ts';

/** A number without any effect, which administrators may use as they like; each network namespace has its own. */
export const sysctl = 'net.ipv4.conf.lo.tag';
const file = '/proc/sys/net/ipv4/conf/lo/tag';

const taint = 'dokku.test/only';

/** An installation that sets sysctls on the engine's nodes. The first node is this machine itself. */
export class Nodes extends Installation {
  readonly engine = new Engine();
  /** The second node, after `addNode`. */
  readonly added = `n${this.id}`;
  readonly #original = this.ofFirstNode();

  static async begin(): Promise<Nodes> {
    const nodes = new Nodes();
    await nodes.configure();
    const { registry, registryServer } = clusterUnderTest();
    const tags = await fetch(`${registryServer}/v2/engine/pause/tags/list`);
    const pause = ((await tags.json()) as { tags: string[] }).tags[0];
    const images = {
      'node-sysctls-image': `${registry}/library/busybox`,
      'node-sysctls-pause-image': `${registry}/engine/pause:${pause}`,
    };
    for (const [property, image] of Object.entries(images))
      await nodes.must('scheduler-k3s:set', '--global', property, image);
    return nodes;
  }

  /** Adds a node that is tainted from its first moment on, so that pods of other tests are not scheduled there. */
  async addNode(): Promise<void> {
    await this.emptyNode(this.added);
    const { code, stderr } = await this.engine.verb('node', 'add', this.added);
    if (code !== 0) throw new Error(stderr);
  }

  /** Creates the object of a node that has no kubelet. */
  emptyNode(name: string): Promise<void> {
    return this.apply({
      apiVersion: 'v1',
      kind: 'Node',
      metadata: { name },
      spec: { taints: [{ key: taint, value: this.id, effect: 'NoSchedule' }] },
    });
  }

  /** The value of the sysctl on the first node. */
  ofFirstNode(): string {
    return readFileSync(file, 'utf8').trim();
  }

  /** The value of the sysctl on the second node, which is a network namespace of this machine. */
  async ofAddedNode(): Promise<string> {
    const { stdout } = await this.run('ip', ['netns', 'exec', `dokku-engine-${this.added}`, 'cat', file], {
      env: { PATH: process.env.PATH! },
    });
    return stdout.trim();
  }

  override async end(): Promise<void> {
    await this.run('helm', ['uninstall', '--ignore-not-found', '--namespace', 'kube-system', daemonSet], {
      env: { KUBECONFIG: clusterUnderTest().kubeconfig },
    });
    writeFileSync(file, this.#original);
    await super.end();
    await this.engine.verb('node', 'remove', this.added);
  }
}

/** The name of the DaemonSet and of its Helm release. */
export const daemonSet = 'dokku-node-sysctls-global';
