import { expect } from 'chai';
import { type Ended, Installation, onePod, type Repository } from '../installation.ts';

interface Objects {
  items: { kind: string; metadata: { name: string; uid: string; generation?: number } }[];
}

// Mallory may deploy `mine`, Rita may read `mine`, and nobody knows the stranger. The app `bank` is not theirs. Every
// attempt is refused, tells nothing of `bank`, and changes nothing in the cluster.
describe('an attacker on the cluster', () => {
  let installation: Installation;
  let repository: Repository;
  let mine: string;
  let bank: string;
  let mallory: string;
  let rita: string;
  let stranger: string;
  let token: string;
  let shared: string;

  before(async () => {
    installation = await Installation.start();
    [mine, bank] = [await installation.create('mine'), await installation.create('bank')];
    shared = `shared-${installation.id}.test`;
    const victim = await installation.repository('hello', onePod);
    await installation.must('config:set', '--no-restart', bank, 'TREASURE=gold-of-the-bank');
    await installation.must('domains:add', bank, `*.${bank}.test`);
    await deployed(await victim.push(bank));
    await installation.apply({
      apiVersion: 'v1',
      kind: 'Service',
      metadata: {
        name: 'database',
        namespace: installation.namespace,
        labels: { 'app.kubernetes.io/part-of': bank },
      },
      spec: { selector: { tier: 'database' }, ports: [{ port: 5432 }] },
    });

    repository = await installation.repository('hello', onePod);
    await installation.must('domains:add', mine, shared);
    await deployed(await repository.push(mine));
    const role = (name: string) => ['--role', name, '--app', mine];
    mallory = await installation.makeKey('mallory', role('deploy'));
    rita = await installation.makeKey('rita', role('read'));
    stranger = await installation.makeKey('stranger');
    token = (await installation.must('tokens:create', 'mallory')).trim();
  });
  after(() => installation?.end());

  async function deployed(pushed: Ended): Promise<void> {
    expect(pushed.status, pushed.text).to.equal(0);
  }

  /** Every object of the namespace that a deploy writes. The generation changes with the object. */
  async function objects(): Promise<string[]> {
    const kinds =
      'deployments,services,secrets,configmaps,serviceaccounts,rolebindings,cronjobs,jobs,ingresses,ingressroutes.traefik.io,middlewares.traefik.io';
    const { items } = JSON.parse(await installation.kubectl('get', kinds, '--output', 'json')) as Objects;
    return items.map(({ kind, metadata: { name, uid, generation } }) =>
      [kind, name, uid, generation].join(' '),
    );
  }

  /** Makes attempts that must fail without a trace. Returns their output. */
  async function refused(status: number, attempt: () => Promise<Ended>): Promise<string> {
    const before = await objects();
    const ended = await attempt();
    expect(ended.status, ended.text).to.equal(status);
    expect(ended.text).not.to.contain(bank).and.not.contain('gold-of-the-bank');
    expect(await objects(), ended.text).to.deep.equal(before);
    return ended.text;
  }

  const web = (pod: object, labels: object = {}) => ({
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: `${mine}-web` },
    spec: { template: { metadata: { labels }, spec: pod } },
  });
  const route = (name: string, match: string, more: object = {}) => ({
    apiVersion: 'traefik.io/v1alpha1',
    kind: 'IngressRoute',
    metadata: { name },
    spec: {
      entryPoints: ['web'],
      routes: [{ kind: 'Rule', match, services: [{ name: `${mine}-web`, port: 80 }], ...more }],
    },
  });
  /** Commits a Kustomize folder with this patch of `web` and these objects. */
  const folder = (patch: object, added: object[] = []) =>
    repository.commit('attack', {
      'config/kustomize': null,
      'config/kustomize/kustomization.yaml': JSON.stringify({
        resources: ['rendered.yaml', ...added.map((_, index) => `${index}.yaml`)],
        patches: [{ path: 'web.yaml' }],
      }),
      'config/kustomize/web.yaml': JSON.stringify(patch),
      ...Object.fromEntries(
        added.map((object, index) => [`config/kustomize/${index}.yaml`, JSON.stringify(object)]),
      ),
    });
  const pushAs = (key: string) => {
    repository.key = key;
    return repository.push(mine, '--force').finally(() => {
      repository.key = undefined;
    });
  };

  it('gets nothing by a Kustomize folder, through any door', async () => {
    const { items } = JSON.parse(await installation.kubectl('get', 'secrets', '-o', 'json')) as Objects;
    const config = items.find(({ metadata: { name } }) => name.startsWith(`config-${bank}`))!.metadata.name;
    const { spec } = await installation.kubeJson<{
      spec: { template: { spec: { containers: { image: string }[] } } };
    }>('get', 'deployment', `${bank}-web`);
    const [{ image } = { image: '' }] = spec.template.spec.containers;
    // The name of the bank in what the attacker wrote would not tell whether messages hide it.
    const hide = (text: string) => text.replaceAll(bank, 'HIDDEN');
    await folder(
      web(
        {
          hostPID: true,
          automountServiceAccountToken: true,
          priorityClassName: 'system-node-critical',
          containers: [{ name: `${mine}-web`, envFrom: [{ secretRef: { name: config } }] }],
          initContainers: [{ name: 'look', image, command: ['true'] }],
          volumes: [{ name: 'node', hostPath: { path: '/' } }],
        },
        { tier: 'database' },
      ),
      [
        route('exact', `Host(\`${bank}.example.test\`)`),
        route('below', `Host(\`a.${bank}.test\`)`),
        route('every', 'PathPrefix(`/a-path-longer-than-the-rule-of-any-host-of-this-cluster`)'),
        route('middleware', `Host(\`free-${installation.id}.test\`)`, {
          middlewares: [{ name: `${bank}-web-compression` }],
        }),
        {
          apiVersion: 'networking.k8s.io/v1',
          kind: 'Ingress',
          metadata: { name: 'default' },
          spec: { defaultBackend: { service: { name: `${mine}-web`, port: { number: 80 } } } },
        },
        {
          apiVersion: 'rbac.authorization.k8s.io/v1',
          kind: 'RoleBinding',
          metadata: { name: 'root' },
          roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'cluster-admin' },
          subjects: [{ kind: 'ServiceAccount', name: mine }],
        },
        {
          apiVersion: 'v1',
          kind: 'Service',
          metadata: { name: 'node-ports' },
          spec: { type: 'LoadBalancer', selector: { x: 'y' }, ports: [{ port: 6443 }] },
        },
      ],
    );
    const http = `http://mallory:${token}@127.0.0.1:${installation.httpPort}/${mine}`;
    const doors = [() => pushAs(mallory), () => repository.start(['push', '--force', http, 'main']).ended];
    for (const door of doors) {
      const before = await objects();
      const pushed = await door();
      expect(pushed.status, pushed.text).to.equal(1);
      expect(await objects()).to.deep.equal(before);
      const text = hide(pushed.text);
      for (const line of [
        `The policy of ${mine} does not allow this release`,
        'spec.template.spec.hostPID gives a namespace of the node',
        'spec.template.spec.volumes[0].hostPath mounts a folder of the node',
        'spec.template.spec.automountServiceAccountToken mounts a token of the API server',
        'spec.template.spec.priorityClassName system-node-critical evicts the pods of other apps',
        'spec.template.spec.initContainers[0].image is an image of another app',
        `envFrom[0].secretRef.name names the Secret ${hide(config)}, which was not created for ${mine}`,
        `spec.template.metadata.labels are selected by the Service database, which was not created for ${mine}`,
        'IngressRoute exact',
        'spec.routes[0].match names HIDDEN.example.test, which is a domain of another app',
        'spec.routes[0].match names a.HIDDEN.test, which is below a domain of another app',
        'spec.routes[0].match may match the requests of every app',
        `names the Middleware HIDDEN-web-compression, which was not created for ${mine}`,
        'spec.defaultBackend may match the requests of every app',
        'RoleBinding root',
        'spec.type LoadBalancer may take ports of the nodes from the whole cluster',
      ])
        expect(text).to.contain(line);
      expect(text).not.to.match(/of the app HIDDEN|domain of HIDDEN|to the app HIDDEN|gold/);
    }
    for (const [key, status] of [
      [rita, 128],
      [stranger, 128],
    ] as const) {
      const before = await objects();
      expect((await pushAs(key)).status).to.equal(status);
      expect(await objects()).to.deep.equal(before);
    }
    await repository.commit('clean', { 'config/kustomize': null });
  });

  it('cannot roll back to a release from before a rule, or with a domain that another app has now', async () => {
    await installation.must('scheduler-k3s:set', mine, 'pod-security', 'privileged');
    await folder(web({ hostPID: true }));
    await deployed(await repository.push(mine, '--force'));
    await installation.must('scheduler-k3s:set', mine, 'pod-security');
    await repository.commit('clean', { 'config/kustomize': null });
    await installation.must('domains:remove', mine, shared);
    await deployed(await repository.push(mine, '--force'));
    await installation.must('domains:add', bank, shared);
    for (const [release, reason] of [
      ['v1', `names ${shared}, which is a domain of another app`],
      ['v2', 'spec.template.spec.hostPID gives a namespace of the node'],
    ] as const) {
      const text = await refused(1, () =>
        installation.ssh(['releases:rollback', mine, release], { key: mallory }),
      );
      expect(text).to.contain(reason);
      await refused(1, () => installation.ssh(['releases:rollback', mine, release], { key: rita }));
      await refused(255, () => installation.ssh(['releases:rollback', mine, release], { key: stranger }));
    }
    const add = ['domains:add', mine, shared];
    expect(await refused(1, () => installation.ssh(add, { key: mallory }))).to.contain(
      `${shared} is a domain of another app`,
    );
  });

  it('shows the administrator that a host of its Kustomize folder is in use', async () => {
    const early = `early-${installation.id}.test`;
    await folder(web({}), [route('early', `Host(\`${early}\`)`)]);
    await deployed(await pushAs(mallory));
    const added = await installation.dokku(['domains:add', bank, early]);
    expect(added.status).to.equal(1);
    expect(added.text).to.contain(`${early} is a host of the Kustomize folder of ${mine}`);
    await installation.must('domains:add', '--force', bank, early);
    const text = await refused(1, () => installation.ssh(['ps:restart', mine], { key: mallory }));
    expect(text).to.contain(`names ${early}, which is a domain of another app`);
    await repository.commit('clean', { 'config/kustomize': null });
    await deployed(await pushAs(mallory));
  });

  it('starts nothing in other apps, and no image of another app', async () => {
    for (const command of [
      `run ${bank} env`,
      `run:detached ${bank} env`,
      `enter ${bank} web env`,
      `cron:run ${bank} 0123456789`,
      `git:from-image ${bank} busybox`,
      `ps:restart ${bank}`,
      `ps:stop ${bank}`,
      `logs ${bank}`,
      `releases:rollback ${bank}`,
    ])
      for (const [key, status] of [
        [mallory, 20],
        [rita, 20],
        [stranger, 255],
      ] as const) {
        const before = await objects();
        const ended = await installation.ssh([command], { key });
        expect(ended.status, `${command}: ${ended.text}`).to.equal(status);
        expect(ended.text).not.to.contain('gold-of-the-bank');
        expect(await objects(), command).to.deep.equal(before);
      }
    const { spec } = await installation.kubeJson<{
      spec: { template: { spec: { containers: { image: string }[] } } };
    }>('get', 'deployment', `${bank}-web`);
    const before = await objects();
    const image = spec.template.spec.containers[0]!.image;
    const stolen = await installation.ssh(['git:from-image', mine, image], { key: mallory });
    expect(stolen.status, stolen.text).to.equal(1);
    expect(stolen.text).to.contain('is an image of another app');
    expect(await objects()).to.deep.equal(before);
  });

  it('finds no token and nothing of others in one-off commands of the own app', async () => {
    const token = '/var/run/secrets/kubernetes.io/serviceaccount/token';
    const ran = await installation.ssh([`run ${mine} -- sh -c 'env; test -e ${token}; echo token=$?'`], {
      key: mallory,
    });
    expect(ran.text).to.contain('token=1').and.not.contain('gold-of-the-bank').and.not.contain(bank);
  });
});
