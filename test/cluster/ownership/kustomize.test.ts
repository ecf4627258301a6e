import { mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { Installation, type Repository, until } from '../installation.ts';

interface Deployment {
  spec: { replicas: number };
}

/** Two processes whose quantities a Kustomize folder may change. */
const appJson = JSON.stringify({ formation: { web: { quantity: 1 }, worker: { quantity: 1 } } });

describe('a Kustomize folder', () => {
  let installation: Installation;
  let app: string;
  let repository: Repository;
  /** Name of the cluster-wide objects of this test. */
  let mine: string;

  const replicas = async (process: string) =>
    (await installation.kubeJson<Deployment>('get', 'deployment', `${app}-${process}`)).spec.replicas;
  const objects = (kind: string) => installation.kubectl('get', kind, '--output', 'name');
  /** Commits these files in the folder and pushes the commit. */
  const push = async (files: Record<string, object | string | null>, ...args: string[]) => {
    const text = (content: object | string) =>
      typeof content === 'string' ? content : JSON.stringify(content);
    const named = Object.entries(files).map(([name, content]) => [
      `deploy/${name}`,
      content && text(content),
    ]);
    await repository.commit('kustomize', Object.fromEntries(named));
    return repository.push(app, ...args);
  };
  const binding = () => ({
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind: 'ClusterRoleBinding',
    metadata: { name: mine },
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'view' },
    subjects: [{ kind: 'ServiceAccount', name: app, namespace: installation.namespace }],
  });
  const elsewhere = () => ({
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: mine, namespace: 'kube-public' },
  });

  let other: string;
  const role = () => `admin-${app}`;
  /** A folder that asks for everything that the right to deploy one app must not give. */
  const attack = () => ({
    'kustomization.yaml': {
      resources: ['rendered.yaml', 'role.yaml'],
      patches: [{ target: { kind: 'Deployment', name: `${app}-web` }, path: 'web.yaml' }],
    },
    'web.yaml': {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: { name: `${app}-web` },
      spec: {
        template: {
          spec: {
            hostPID: true,
            automountServiceAccountToken: true,
            containers: [
              {
                name: `${app}-web`,
                envFrom: [{ secretRef: { name: `private-${other}` } }, { secretRef: { name: 'by-hand' } }],
                volumeMounts: [{ name: 'node', mountPath: '/host' }],
              },
            ],
            volumes: [{ name: 'node', hostPath: { path: '/' } }],
          },
        },
      },
    },
    'role.yaml': {
      apiVersion: 'rbac.authorization.k8s.io/v1',
      kind: 'RoleBinding',
      metadata: { name: role() },
      roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'cluster-admin' },
      subjects: [{ kind: 'ServiceAccount', name: app, namespace: installation.namespace }],
    },
  });
  const set = (...words: string[]) => installation.must('scheduler-k3s:set', app, ...words);

  before(async () => {
    installation = await Installation.start();
    app = await installation.create('custom');
    mine = `custom-${installation.id}`;
    await installation.must('scheduler-k3s:set', app, 'kustomize-root-path', 'deploy');
    // This folder has an error but is not the configured folder, so dokku must not read it.
    repository = await installation.repository('hello', {
      'app.json': appJson,
      'config/kustomize/kustomization.yaml': 'resources: [nothing.yaml]',
    });
  });

  after(async () => {
    await installation?.kubectl('delete', 'clusterrolebinding', mine, '--ignore-not-found');
    await installation?.end();
  });

  it('at any path patches, generates and adds objects, and may contain links within itself', async () => {
    mkdirSync(join(repository.path, 'deploy'));
    symlinkSync('real.txt', join(repository.path, 'deploy/word.txt'));
    const pushed = await push({
      'kustomization.yaml': {
        resources: ['rendered.yaml', 'extra.yaml'],
        configMapGenerator: [{ name: 'words', files: ['word.txt'] }],
        patches: [
          {
            target: { kind: 'Deployment', name: `${app}-web` },
            patch: '- {op: replace, path: /spec/replicas, value: 2}',
          },
          { path: 'web.yaml' },
        ],
      },
      'web.yaml': {
        apiVersion: 'apps/v1',
        kind: 'Deployment',
        metadata: { name: `${app}-web` },
        spec: {
          template: {
            spec: {
              containers: [
                {
                  name: `${app}-web`,
                  env: [{ name: 'WORD', valueFrom: { configMapKeyRef: { name: 'words', key: 'word.txt' } } }],
                },
              ],
            },
          },
        },
      },
      'extra.yaml': { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'extra' } },
      'real.txt': 'generated',
    });
    expect(pushed.status, pushed.text).to.equal(0);
    expect([await replicas('web'), await replicas('worker')]).to.deep.equal([2, 1]);
    expect(await objects('configmaps'))
      .to.match(/configmap\/extra\n/)
      .and.match(/configmap\/words-/);
    const word = ['exec', `deployment/${app}-web`, '--', 'sh', '-c', 'echo $WORD'];
    expect(await installation.kubectl(...word)).to.equal('generated\n');
  });

  it('has no effect after its removal from the repository', async () => {
    await repository.commit('without', { deploy: null });
    const pushed = await repository.push(app);
    expect(pushed.status, pushed.text).to.equal(0);
    expect([await replicas('web'), await replicas('worker')]).to.deep.equal([1, 1]);
    expect(await objects('configmaps')).to.equal('configmap/kube-root-ca.crt\n');
  });

  it('may not contain objects outside the namespace of its app', async () => {
    const files = {
      'kustomization.yaml': { resources: ['rendered.yaml', 'binding.yaml', 'elsewhere.yaml'] },
      'binding.yaml': binding(),
      'elsewhere.yaml': elsewhere(),
    };
    for (const option of [[], ['--push-option=preview']]) {
      const pushed = await push(files, ...option);
      expect(pushed.status).to.equal(1);
      expect(pushed.text)
        .to.contain(`ClusterRoleBinding ${mine}, which is cluster-scoped`)
        .and.contain(`ConfigMap ${mine} in namespace kube-public`)
        .and.contain(`dokku scheduler-k3s:set ${app} kustomize-cluster-scope true`)
        .and.not.contain('Installing');
    }
    expect(await installation.kubectl('get', 'clusterrolebinding', mine, '--ignore-not-found')).to.equal('');
  });

  it('may contain such objects when an administrator allows them', async () => {
    await installation.must('scheduler-k3s:set', app, 'kustomize-cluster-scope', 'true');
    const pushed = await push({ 'binding.yaml': binding(), 'elsewhere.yaml': elsewhere() });
    expect(pushed.status, pushed.text).to.equal(0);
    expect(await installation.kubectl('get', 'clusterrolebinding', mine, '-o', 'name')).to.contain(mine);
    await installation.must('scheduler-k3s:set', app, 'kustomize-cluster-scope');
    const refused = await installation.dokku(['ps:restart', app]);
    expect(refused.text).to.contain('has objects outside its namespace');
  });

  it('may not label its objects as those of another app', async () => {
    const other = await installation.create('other');
    const pushed = await push({
      'kustomization.yaml': { resources: ['rendered.yaml', 'disguised.yaml'] },
      'disguised.yaml': {
        apiVersion: 'v1',
        kind: 'ConfigMap',
        metadata: { name: 'disguised', labels: { 'app.kubernetes.io/part-of': other } },
      },
    });
    expect(pushed.status).to.equal(1);
    const map = `ConfigMap disguised in namespace ${installation.namespace}`;
    expect(pushed.text.includes(`${map} is labelled`), pushed.text).to.equal(true);
    expect(pushed.text).to.contain(`as part of ${other}`);
  });

  it('may not ask for the rights of others; the refusal names every field, and the commands of an administrator', async () => {
    other = await installation.create('victim');
    for (const name of [`private-${other}`, 'by-hand'])
      await installation.kubectl('create', 'secret', 'generic', name, '--from-literal=STOLEN=1');
    await installation.kubectl('label', 'secret', `private-${other}`, `app.kubernetes.io/part-of=${other}`);

    for (const option of [[], ['--push-option=preview']]) {
      const pushed = await push(attack(), ...option);
      expect(pushed.status).to.equal(1);
      const web = `Deployment ${app}-web in namespace ${installation.namespace}: spec.template.spec`;
      for (const line of [
        `The policy of ${app} does not allow this release`,
        `${web}.hostPID gives a namespace of the node (pod-security baseline)`,
        `${web}.volumes[0].hostPath mounts a folder of the node (pod-security baseline)`,
        `${web}.automountServiceAccountToken mounts a token of the API server`,
        `${web}.containers[0].envFrom[0].secretRef.name names the Secret private-${other}, which belongs to the app ${other}`,
        `${web}.containers[0].envFrom[1].secretRef.name names the Secret by-hand, which was not created for ${app}`,
        `RoleBinding ${role()} in namespace ${installation.namespace}: kind is not a kind that apps may have`,
        `dokku scheduler-k3s:set ${app} pod-security privileged`,
        `dokku scheduler-k3s:set ${app} service-account-token true`,
        `dokku scheduler-k3s:set ${app} kustomize-kinds RoleBinding.rbac.authorization.k8s.io`,
        `dokku scheduler-k3s:set ${app} shared-objects Secret/private-${other},Secret/by-hand`,
      ])
        expect(pushed.text).to.contain(line);
      expect(pushed.text).not.to.contain('Installing');
    }
    expect(await objects('rolebindings')).not.to.contain(role());
  });

  it('may ask for the rights that an administrator gives; without them, a rollback is refused', async () => {
    await set('pod-security', 'privileged');
    await set('service-account-token', 'true');
    await set('kustomize-kinds', 'RoleBinding.rbac.authorization.k8s.io');
    await set('shared-objects', `Secret/private-${other},Secret/by-hand`);
    const pushed = await push({ ...attack(), 'again.txt': 'allowed' });
    expect(pushed.status, pushed.text).to.equal(0);
    const release = pushed.text.match(/Application deployed: (v\d+)/)![1]!;
    expect(await objects('rolebindings')).to.contain(role());
    const inside = ['exec', `deployment/${app}-web`, '--', 'sh', '-c', 'echo $STOLEN; ls /host/etc/passwd'];
    expect(await installation.kubectl(...inside)).to.equal('1\n/host/etc/passwd\n');
    for (const property of ['pod-security', 'service-account-token', 'kustomize-kinds', 'shared-objects'])
      await set(property);
    await repository.commit('without', { deploy: null });
    const clean = await repository.push(app);
    expect(clean.status, clean.text).to.equal(0);
    const token = '/var/run/secrets/kubernetes.io/serviceaccount/token';
    const found = ['exec', `deployment/${app}-web`, '--', 'sh', '-c', `test -e ${token}; echo $?`];
    expect(await installation.kubectl(...found), 'pods get no token').to.equal('1\n');
    const rolledBack = await installation.dokku(['releases:rollback', app, release]);
    expect(rolledBack.status).to.equal(1);
    expect(rolledBack.text)
      .to.contain('spec.template.spec.hostPID gives a namespace of the node')
      .and.contain('kind is not a kind that apps may have');
  });

  it('of an app with restricted pods needs an image without root', async () => {
    await set('pod-security', 'restricted');
    const root = await installation.dokku(['ps:restart', app]);
    expect(root.status).to.equal(1);
    expect(root.text).to.contain('must not run as root, but its image runs as root').and.contain('USER 1000');
    await repository.commit('user', {
      Dockerfile:
        'FROM busybox:latest\nWORKDIR /app\nCOPY . .\nEXPOSE 5000\nUSER 1000\nCMD ["sh", "web.sh"]\n',
    });
    const pushed = await repository.push(app);
    expect(pushed.status, pushed.text).to.equal(0);
    await set('pod-security');
  });

  it('is removed with its app, including all added objects', async () => {
    await installation.must('--force', 'apps:destroy', app);
    const gone = async (...ref: string[]) =>
      (await installation.kubectl('get', ...ref, '--ignore-not-found')) === '';
    await until(() => gone('clusterrolebinding', mine), 'the binding to go');
    await until(() => gone('configmap', mine, '--namespace', 'kube-public'), 'the other object to go');
  });
});
