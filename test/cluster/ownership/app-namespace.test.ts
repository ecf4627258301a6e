import { expect } from 'chai';
import { ask } from '../ingress.ts';
import { Installation, onePod, type Repository } from '../installation.ts';
import { SteadyRequests } from '../steady-requests.ts';

interface Namespace {
  metadata: { labels: Record<string, string> };
  status: { phase: string };
}

interface NetworkPolicy {
  spec: { podSelector: object; ingress: { from: { namespaceSelector?: object; podSelector: object }[] }[] };
}

const enforced = 'pod-security.kubernetes.io/enforce';

/** A pod that mounts a folder of the node. */
const hostPathPod = (namespace: string) => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name: 'thief', namespace },
  spec: {
    containers: [{ name: 'thief', image: 'busybox', volumeMounts: [{ name: 'node', mountPath: '/node' }] }],
    volumes: [{ name: 'node', hostPath: { path: '/' } }],
  },
});

// Each test continues with the apps as the tests before it left them.
describe('a namespace for each app', () => {
  let installation: Installation;
  let app: string;
  let repository: Repository;
  let shared: string;
  const made = new Set<string>();

  const namespaceOf = (name: string) => {
    const namespace = `${shared}-${name}`;
    made.add(namespace);
    return namespace;
  };
  const read = async (name: string): Promise<Namespace | undefined> => {
    const text = await installation.kubectl('get', 'namespace', name, '--ignore-not-found', '-o', 'json');
    return text.trim() === '' ? undefined : JSON.parse(text);
  };
  const labelsOf = async (name: string) => (await read(name))?.metadata.labels ?? {};
  /** Whether a namespace does not exist, or is being deleted. */
  const isRemoved = async (name: string) =>
    ((await read(name))?.status.phase ?? 'Terminating') === 'Terminating';
  const must = async (...args: string[]) => {
    const { status, text } = await installation.dokku(args);
    expect(status, text).to.equal(0);
    return text;
  };
  /** Runs a command that must succeed while users send requests, of which none may be lost. */
  const serving = async (host: string, ...args: string[]) => {
    const requests = new SteadyRequests(host);
    const { status, text } = await installation.dokku(args);
    const { sent, lost } = await requests.end();
    expect(status, text).to.equal(0);
    expect(lost, `of ${sent} requests`).to.deep.equal([]);
    expect(sent).to.be.above(220);
    return text;
  };

  before(async () => {
    installation = await Installation.start();
    shared = installation.namespace;
    app = await installation.create('own');
    repository = await installation.repository('hello', { ...onePod, 'config/kustomize': null });
    const push = await repository.push(app);
    expect(push.status, push.text).to.equal(0);
  });

  after(async () => {
    for (const namespace of made)
      await installation?.kubectl('delete', 'namespace', namespace, '--ignore-not-found', '--wait=false');
    await installation?.end();
  });

  it('is refused without room for the names of apps', async () => {
    for (const template of [
      'kube-{{ .AppName }}',
      'apps.{{ .AppName }}',
      `${'a'.repeat(28)}{{ .AppName }}`,
    ]) {
      const { status, text } = await installation.dokku([
        'scheduler-k3s:set',
        '--global',
        'namespace',
        template,
      ]);
      expect(status, text).to.equal(1);
      expect(text).to.contain('namespace must be');
    }
  });

  it('is entered by a serving app without a lost request', async () => {
    const told = await must('scheduler-k3s:set', '--global', 'namespace', `${shared}-{{ .AppName }}`);
    expect(told).to.contain(`The next deploy moves ${app} from namespace ${shared}`);
    const own = namespaceOf(app);
    expect(await must('scheduler-k3s:report', app, '--scheduler-k3s-computed-namespace')).to.equal(
      `${own}\n`,
    );
    const text = await serving(`${app}.example.test`, 'ps:restart', app);
    expect(text).to.contain(`Moving ${app} from namespace ${shared} to ${own}`);
    expect(await labelsOf(own)).to.include({
      'app.kubernetes.io/managed-by': 'dokku',
      'app.kubernetes.io/part-of': app,
      [enforced]: 'baseline',
      [`${enforced}-version`]: 'v1.34',
      'pod-security.kubernetes.io/warn': 'baseline',
      'pod-security.kubernetes.io/audit': 'baseline',
    });
    expect(await isRemoved(shared)).to.equal(false);
  });

  it('lets the API server refuse pods above the level of the app', async () => {
    const refused = await installation.apply(hostPathPod(namespaceOf(app))).catch(String);
    expect(refused).to.contain('violates PodSecurity "baseline:v1.34"').and.contain('hostPath');
  });

  it('allows what an administrator gave by docker options, as long as the option is set', async () => {
    const own = namespaceOf(app);
    await must('docker-options:add', app, 'deploy', '--cap-add NET_ADMIN');
    await must('ps:restart', app);
    expect(await labelsOf(own)).to.include({ [enforced]: 'privileged' });
    await must('docker-options:remove', app, 'deploy', '--cap-add NET_ADMIN');
    await must('ps:restart', app);
    expect(await labelsOf(own)).to.include({ [enforced]: 'baseline' });
  });

  it('has a network policy that allows the ingress controller and its own pods', async () => {
    await must('scheduler-k3s:set', '--global', 'network-policy', 'isolated');
    await must('ps:restart', app);
    const { spec } = await installation.kubeJson<NetworkPolicy>(
      ...['get', 'networkpolicy', app, '--namespace', namespaceOf(app)],
    );
    expect(spec.podSelector).to.deep.equal({});
    const [own, controller] = spec.ingress[0]!.from;
    expect(own).to.deep.equal({ podSelector: {} });
    const selector = JSON.stringify(controller!.podSelector).match(/"([^"]+)":"([^"]+)"\}\}$/)!;
    const names = await installation.kubectl(
      ...['get', 'pods', '--all-namespaces', '-l', `${selector[1]}=${selector[2]}`, '-o', 'name'],
    );
    expect(names).to.match(/traefik/);
    expect(controller!.namespaceSelector).to.have.nested.property('matchLabels');
    expect(await ask(`${app}.example.test`)).to.have.property('body');
    await must('scheduler-k3s:set', '--global', 'network-policy', 'none');
  });

  it('is removed again when an app cannot start there', async () => {
    const broken = `${shared.replace('test-', 'test-b-')}-${app}`;
    made.add(broken);
    await must('scheduler-k3s:set', app, 'namespace', `${shared.replace('test-', 'test-b-')}-{{ .AppName }}`);
    await must('ps:set', app, 'start-cmd', 'sh -c "exit 3"');
    const { status, text } = await installation.dokku(['ps:restart', app]);
    expect(status).to.equal(1);
    expect(text).to.contain(`Removed namespace ${broken}`);
    expect(await isRemoved(broken)).to.equal(true);
    expect(await ask(`${app}.example.test`)).to.have.property('body');
    await must('ps:set', app, 'start-cmd');
    await must('scheduler-k3s:set', app, 'namespace');
  });

  it('is not taken from others', async () => {
    const other = await installation.create('taken');
    const foreign = namespaceOf(other);
    await installation.kubectl('create', 'namespace', foreign);
    const { status, text } = await repository.push(other);
    expect(status, text).to.equal(1);
    expect(text)
      .to.contain(`${other} cannot have the namespace ${foreign} for itself`)
      .and.contain('The namespace was not created by dokku')
      .and.contain(`kubectl label namespace ${foreign} dokku.com/managed=true`);
    expect(await labelsOf(foreign)).to.not.have.property(enforced);
    await installation.kubectl('label', 'namespace', foreign, 'dokku.com/managed=true');
    await installation.kubectl(
      ...['create', 'configmap', 'region', '--namespace', foreign, '--from-literal=name=eu'],
    );
    const handedOver = await repository.push(other);
    expect(handedOver.status, handedOver.text).to.equal(0);
    expect(await labelsOf(foreign)).to.include({
      'app.kubernetes.io/part-of': other,
      [enforced]: 'baseline',
    });
    const destroyed = await must('--force', 'apps:destroy', other);
    expect(destroyed).to.contain(`Namespace ${foreign} stays`).and.contain('ConfigMap region');
    expect(await isRemoved(foreign)).to.equal(false);
  });

  it('is made for a clone and changes with the name of an app', async () => {
    const copy = installation.app('copy');
    await must('apps:clone', app, copy);
    expect(await labelsOf(namespaceOf(copy))).to.include({ 'app.kubernetes.io/part-of': copy });
    expect(await ask(`${copy}.example.test`)).to.have.property('body');
    const renamed = installation.app('renamed');
    const text = await must('apps:rename', copy, renamed);
    expect(text).to.contain(`Removed namespace ${namespaceOf(copy)}`);
    expect(await isRemoved(namespaceOf(copy))).to.equal(true);
    expect(await labelsOf(namespaceOf(renamed))).to.include({ 'app.kubernetes.io/part-of': renamed });
    expect(await ask(`${renamed}.example.test`)).to.have.property('body');
    const destroyed = await must('--force', 'apps:destroy', renamed);
    expect(destroyed).to.contain(`Removed namespace ${namespaceOf(renamed)}`);
    expect(await isRemoved(namespaceOf(renamed))).to.equal(true);
    // The namespace is still being deleted.
    await must('apps:clone', app, renamed);
    expect(await ask(`${renamed}.example.test`)).to.have.property('body');
    await must('--force', 'apps:destroy', renamed);
  });

  it('binds an app with storage, also at a rename, and stays for its claims', async () => {
    const entry = `data-${installation.id}`;
    const size = ['--size', '16Mi'];
    const refused = await installation.dokku(['storage:create', entry, ...size]);
    expect(refused.status).to.equal(1);
    expect(refused.text).to.contain(`${entry} needs a namespace`).and.contain('--namespace <namespace>');
    const own = namespaceOf(app);
    await must('storage:create', entry, ...size, '--namespace', own);
    await must('storage:mount', app, entry, '--container-dir', '/data');
    await must('ps:restart', app);

    const clone = await installation.dokku(['apps:clone', app, installation.app('second')]);
    expect(clone.status).to.equal(1);
    expect(clone.text).to.contain(`${entry} is in namespace ${own}`).and.contain('--skip-storage');

    const kept = installation.app('kept');
    const text = await must('apps:rename', app, kept);
    expect(text).to.contain(`${kept} keeps namespace ${own}`).and.contain(entry);
    expect(await labelsOf(own)).to.include({ 'app.kubernetes.io/part-of': kept, [enforced]: 'baseline' });
    expect(await ask(`${kept}.example.test`)).to.have.property('body');

    const destroyed = await must('--force', 'apps:destroy', kept);
    expect(destroyed)
      .to.contain(`Namespace ${own} stays`)
      .and.contain(`PersistentVolumeClaim ${entry}`)
      .and.contain(`kubectl delete namespace ${own}`);
    expect(await isRemoved(own)).to.equal(false);
    await must('--force', 'storage:destroy', entry);
  });
});
