import { join } from 'node:path';
import { expect } from 'chai';
import { Engine, must, until } from './engine.ts';
import { ask } from './http.ts';
import { deployment, httpRoute, ingress, ingressRoute, service, webServer } from './objects.ts';

const namespace = 'engine-test';
const engine = new Engine();

interface Status {
  running: boolean;
  well: boolean;
  components: { name: string; phase: string; pid: number; restarts: number }[];
  nodes: Record<string, string>;
}

async function status(): Promise<Status> {
  return JSON.parse((await engine.verb('status', '--format', 'json')).stdout);
}

describe('the engine', function () {
  this.timeout(180_000);

  before(async () => {
    must(await engine.verb('up'));
    await engine.kubectl('delete', 'namespace', namespace, '--ignore-not-found');
    must(await engine.kubectl('create', 'namespace', namespace));
    await engine.apply(webServer('web', namespace, 2));
    must(await engine.kubectl('rollout', 'status', '-n', namespace, 'deployment/web', '--timeout=60s'));
  });

  after(async () => {
    await engine.kubectl('delete', 'namespace', namespace, '--wait=false');
  });

  it('reports that every component and the node are healthy', async () => {
    const { running, well, components, nodes } = await status();
    expect({ running, well }).to.deep.equal({ running: true, well: true });
    expect(components.map(({ name }) => name)).to.include.members([
      'etcd',
      'kube-apiserver',
      'buildkitd',
      'registry',
    ]);
    expect(nodes).to.have.property('node1', 'Ready');
  });

  it('changes nothing when up runs again', async () => {
    const running = async () => (await status()).components.map(({ name, pid }) => [name, pid]);
    const installed = async () =>
      must(await engine.kubectl('get', 'secrets', '--namespace', 'kube-system', '--output', 'name'));
    const before = [await running(), await installed()];
    must(await engine.verb('up'));
    expect([await running(), await installed()]).to.deep.equal(before);
  });

  it('prints its addresses and paths for a shell', async () => {
    const script =
      'eval "$($0 env)"; kubectl get node -o name; helm version --short; kustomize version; buildctl --version';
    const output = must(
      await engine.run('sh', ['-c', script, join(import.meta.dirname, '../../scripts/engine/engine')]),
    );
    expect(output).to.match(/node\/node1\nv4\.\S+\nv5\.\S+\nbuildctl/);
  });

  it('prints the path of the kubeconfig', async () => {
    const file = must(await engine.verb('kubeconfig')).trim();
    const kubectl = join(engine.state, 'bin', 'kubectl');
    expect(must(await engine.run(kubectl, ['--kubeconfig', file, 'auth', 'whoami']))).to.contain('admin');
  });

  it('shows the end of the logs, of one component or of each', async () => {
    const { components } = await status();
    const all = must(await engine.verb('logs'));
    for (const { name } of components) expect(all).to.match(new RegExp(`^==> ${name} <==$`, 'm'));
    const one = must(await engine.verb('logs', 'kube-apiserver'))
      .trimEnd()
      .split('\n');
    expect(one).to.have.length.within(20, 200);
    expect(one.join('\n')).to.not.contain('==>');
  });

  it('resolves service names, external names and the test domain in pods', async () => {
    const script =
      'wget -qO- http://web && wget -qO- http://web.engine-test.svc.cluster.local && nslookup x.y.example.test';
    const exec = ['exec', '-n', namespace, 'deployment/web', '--', 'sh', '-c', script];
    const output = must(await engine.kubectl(...exec));
    expect(output.match(/^web-/gm)).to.have.length(2);
    expect(output).to.contain('10.88.0.1');
  });

  it('lets a pod reach itself through its service', async () => {
    await engine.apply(webServer('lonely', namespace));
    must(await engine.kubectl('rollout', 'status', '-n', namespace, 'deployment/lonely', '--timeout=60s'));
    const exec = [
      'exec',
      '-n',
      namespace,
      'deployment/lonely',
      '--',
      'timeout',
      '5',
      'wget',
      '-qO-',
      'http://lonely',
    ];
    expect(must(await engine.kubectl(...exec))).to.match(/^lonely-/);
  });

  it('serves Ingress, IngressRoute and HTTPRoute, and nothing for other hosts', async () => {
    const routes = [
      ingress('web', namespace, 'one.example.test'),
      ingressRoute('web', namespace, 'two.example.test'),
    ];
    await engine.apply([...routes, ...httpRoute('web', namespace, 'three.example.test')]);
    for (const host of ['one.example.test', 'two.example.test', 'three.example.test']) {
      await until(`an answer for ${host}`, async () => (await ask(host)).body.startsWith('web-'));
    }
    expect((await ask('other.example.test')).status).to.equal(404);
  });

  it('gives an Ingress its address', async () => {
    await engine.apply([ingress('web', namespace, 'one.example.test')]);
    const path = '-o=jsonpath={.status.loadBalancer.ingress[0].ip}';
    await until('the address', async () => {
      const { stdout } = await engine.kubectl('get', 'ingress', 'web', '-n', namespace, path);
      return stdout === '10.88.0.1';
    });
  });

  it('binds a claim of the default class and keeps its data', async () => {
    const claim = {
      apiVersion: 'v1',
      kind: 'PersistentVolumeClaim',
      metadata: { name: 'data', namespace },
      spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '10Mi' } } },
    };
    const pod = (name: string, script: string) => ({
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name, namespace },
      spec: {
        restartPolicy: 'Never',
        volumes: [{ name: 'data', persistentVolumeClaim: { claimName: 'data' } }],
        containers: [
          {
            name: 'c',
            image: 'busybox',
            command: ['sh', '-c', script],
            volumeMounts: [{ name: 'data', mountPath: '/data' }],
          },
        ],
      },
    });
    const done = ['--for=jsonpath={.status.phase}=Succeeded', '--timeout=60s', '-n', namespace];
    await engine.apply([claim, pod('writer', 'echo kept > /data/file')]);
    must(await engine.kubectl('wait', ...done, 'pod/writer'));
    await engine.apply([pod('reader', 'cat /data/file')]);
    must(await engine.kubectl('wait', ...done, 'pod/reader'));
    expect(must(await engine.kubectl('logs', '-n', namespace, 'reader'))).to.equal('kept\n');
  });

  it('provides metrics of nodes and pods', async () => {
    await until(
      'figures',
      async () => (await engine.kubectl('top', 'pods', '-n', namespace)).stdout.includes('web-'),
      60_000,
    );
    expect(must(await engine.kubectl('top', 'nodes'))).to.match(/node1\s+\d+m/);
  });

  it('builds and runs a Node app with a dependency from an ordinary Dockerfile', async () => {
    const app = join(import.meta.dirname, 'fixtures', 'node-app');
    const image = '10.88.0.1:5000/engine-test/node-app:1';
    const source = [`--local=context=${app}`, `--local=dockerfile=${app}`];
    const output = `--output=type=image,name=${image},push=true`;
    must(await engine.buildctl('build', '--no-cache', '--frontend=dockerfile.v0', ...source, output));
    const container = { name: 'app', image, imagePullPolicy: 'Always' };
    const objects = [deployment('node-app', namespace, container), service('node-app', namespace)];
    await engine.apply([...objects, ingress('node-app', namespace, 'node.example.test')]);
    must(await engine.kubectl('rollout', 'status', '-n', namespace, 'deployment/node-app', '--timeout=60s'));
    await until(
      'the answer',
      async () => (await ask('node.example.test')).body === 'two days are 172800000 ms\n',
    );
  });
});
