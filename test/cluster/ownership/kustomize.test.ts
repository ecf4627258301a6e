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
    const labels = { 'app.kubernetes.io/part-of': other };
    const pushed = await push({
      'kustomization.yaml': {
        resources: ['rendered.yaml'],
        labels: [{ pairs: labels, includeSelectors: false, includeTemplates: true }],
      },
    });
    expect(pushed.status).to.equal(1);
    expect(pushed.text).to.contain(
      `Deployment ${app}-web in namespace ${installation.namespace} is labelled`,
    );
    expect(pushed.text).to.contain(`as part of ${other}`);
  });

  it('is removed with its app, including all added objects', async () => {
    await installation.must('--force', 'apps:destroy', app);
    const gone = async (...ref: string[]) =>
      (await installation.kubectl('get', ...ref, '--ignore-not-found')) === '';
    await until(() => gone('clusterrolebinding', mine), 'the binding to go');
    await until(() => gone('configmap', mine, '--namespace', 'kube-public'), 'the other object to go');
  });
});
