import { isDeepStrictEqual } from 'node:util';
import { expect } from 'chai';
import { clusterUnderTest } from '../../../scripts/lib/cluster-under-test.ts';
import { Installation, type Repository, until } from '../installation.ts';
import { everythingOf } from './everything.ts';

describe('a running app', () => {
  let installation: Installation;
  let app: string;
  let repository: Repository;
  /** All objects before the first deploy. */
  let untouched: string[];

  before(async () => {
    installation = await Installation.start();
    app = await installation.create('life');
    await installation.kubectl('create', 'namespace', installation.namespace);
    // Kubernetes creates these two in every namespace.
    const made = ['configmap/kube-root-ca.crt', 'serviceaccount/default'];
    await until(async () => {
      untouched = await everythingOf(installation);
      return made.every((name) => untouched.includes(name));
    }, 'the namespace to be complete');
    // The app.json of the fixture contains quantities, which would block `ps:scale`.
    repository = await installation.repository('hello', { 'app.json': null, 'config/kustomize': null });
    const push = await repository.push(app);
    expect(push.status, push.text).to.equal(0);
  });

  after(() => installation?.end());

  /** Returns everything in the namespace that belongs to an app, including Helm's own records; `kind/name`. */
  async function objectsOf(name: string): Promise<string[]> {
    const kinds = 'deployments,services,ingresses,secrets,serviceaccounts,cronjobs,jobs,ingressroutes';
    const labelled = await installation.kubectl(
      'get',
      kinds,
      '-l',
      `app.kubernetes.io/part-of=${name}`,
      '-o',
      'name',
    );
    const helm = await installation.kubectl('get', 'secrets', '-l', `owner=helm,name=${name}`, '-o', 'name');
    return `${labelled}${helm}`.split('\n').filter(Boolean);
  }

  async function report(name: string): Promise<Record<string, string>> {
    return JSON.parse(await installation.must('ps:report', name, '--format', 'json'));
  }

  it('is restarted by a config change, as a new release of the same image', async () => {
    const { status, text } = await installation.dokku(['config:set', app, 'COLOUR=blue']);
    expect(status, text).to.equal(0);
    expect(text).to.contain(`-----> Restarting app ${app}`);
    const [newest] = JSON.parse(await installation.must('releases:list', app, '--format', 'json'));
    expect(newest).to.include({ version: 'v2', outcome: 'succeeded', description: 'Set config: COLOUR' });
    const stored = await installation.dokku(['config:set', '--no-restart', app, 'LATER=1']);
    expect(stored.text).not.to.contain('Restarting');
  });

  it('is scaled by one release, and only for its own process types', async () => {
    const refused = await installation.dokku(['ps:scale', app, 'web=2', 'nothing=1']);
    expect(refused.status).to.equal(1);
    expect(refused.text).to.contain(`${app} has no process type nothing; nothing was changed`);
    const { status, text } = await installation.dokku(['ps:scale', app, 'web=2', 'worker=1']);
    expect(status, text).to.equal(0);
    expect(JSON.parse(await installation.must('releases:list', app, '--format', 'json'))).to.have.length(3);
    expect(await report(app)).to.include({
      deployed: 'true',
      processes: '3',
      running: 'true',
      'can-scale': 'true',
    });
  });

  it('keeps serving when a restart fails, and the command reports that', async () => {
    await installation.must('ps:set', app, 'start-cmd', 'sh -c "exit 3"');
    const { status, text } = await installation.dokku(['config:set', app, 'BROKEN=1']);
    expect(status).to.equal(1);
    expect(text)
      .to.contain(`The change was saved, but ${app} could not be restarted`)
      .and.match(/v\d+ is still serving/);
    expect(await installation.get(app)).to.be.a('string');
    await installation.must('ps:set', app, 'start-cmd');
    expect((await installation.dokku(['config:unset', app, 'BROKEN'])).status).to.equal(0);
  });

  it('is reported as unknown and is not destroyed while the cluster does not respond', async () => {
    const gone = `${installation.folder}/gone.yaml`;
    await installation.must('scheduler-k3s:set', '--global', 'kubeconfig-path', gone);
    try {
      expect(await report(app)).to.include({ deployed: 'true', running: 'unknown', processes: 'unknown' });
      const { status, text } = await installation.dokku(['--force', 'apps:destroy', app]);
      expect(status).to.equal(1);
      expect(text).to.contain('was not destroyed').and.contain('--keep-cluster-objects');
    } finally {
      await installation.must(
        'scheduler-k3s:set',
        '--global',
        'kubeconfig-path',
        clusterUnderTest().kubeconfig,
      );
    }
    expect(await report(app)).to.include({ running: 'true' });
  });

  it('is cloned with its image, and both run side by side', async () => {
    const copy = installation.app('copy');
    const { status, text } = await installation.dokku(['apps:clone', app, copy]);
    expect(status, text).to.equal(0);
    expect(await installation.must('config:get', copy, 'COLOUR')).to.equal('blue\n');
    await until(() => installation.get(copy), 'the copy to answer');
    expect(await installation.get(app)).to.be.a('string');
    await installation.must('--force', 'apps:destroy', copy);
    await until(async () => (await objectsOf(copy)).length === 0, 'the objects of the copy to go');
    expect(await report(app)).to.include({ running: 'true' });
  });

  it('answers under its new name after a rename, and leaves no object under its old name', async () => {
    // An object whose name does not contain the app's name keeps its name after a rename.
    const shared = `life-${installation.id}`;
    await installation.must('scheduler-k3s:set', app, 'kustomize-cluster-scope', 'true');
    await repository.commit('extras', {
      'app.json': JSON.stringify({ cron: [{ command: 'true', schedule: '@yearly' }] }),
      'config/kustomize/kustomization.yaml': 'resources: [rendered.yaml, config.yaml, role.yaml]',
      'config/kustomize/config.yaml': `{apiVersion: v1, kind: ConfigMap, metadata: {name: ${shared}}}`,
      'config/kustomize/role.yaml': `{apiVersion: rbac.authorization.k8s.io/v1, kind: ClusterRole, metadata: {name: ${shared}}, rules: []}`,
    });
    expect((await repository.push(app)).status).to.equal(0);
    const role = () => installation.kubectl('get', 'clusterrole', shared, '-o', 'jsonpath={.metadata.uid}');
    const uid = await role();

    const renamed = installation.app('renamed');
    const before = JSON.parse(await installation.must('releases:list', app, '--format', 'json'));
    const { status, text } = await installation.dokku(['apps:rename', app, renamed]);
    expect(status, text).to.equal(0);
    await until(() => installation.get(renamed), 'the app to answer under its new name');
    expect(await installation.must('config:get', renamed, 'COLOUR')).to.equal('blue\n');
    await until(async () => (await objectsOf(app)).length === 0, 'the objects of the old name to go');
    const after = JSON.parse(await installation.must('releases:list', renamed, '--format', 'json'));
    expect(after).to.have.length(before.length + 1);
    expect(after[0]).to.include({ description: `Rename from ${app}` });
    expect(await role()).to.equal(uid);
    app = renamed;
  });

  it('rolls back to a release from before a rename, under the new name', async () => {
    const [, previous] = JSON.parse(await installation.must('releases:list', app, '--format', 'json')).filter(
      (each: { outcome: string }) => each.outcome === 'succeeded',
    );
    const { status, text } = await installation.dokku(['releases:rollback', app, previous.version]);
    expect(status, text).to.equal(0);
    expect(await installation.get(app)).to.be.a('string');
    const names = await installation.kubectl('get', 'deployments', '-o', 'name');
    expect(names.split('\n').filter((name) => name && !name.includes(`/${app}-`))).to.deep.equal([]);
  });

  it('leaves no object of any kind after its destruction, in the namespace or the whole cluster', async () => {
    await installation.must('certs:generate', app, `${app}.example.test`);
    await installation.must('run:detached', app, 'sh', '-c', 'trap exit TERM; sleep 300 & wait');
    const there = await everythingOf(installation);
    const kinds = ['clusterrole', 'configmap', 'cronjob', 'deployment', 'ingressroute', 'job', 'secret/tls-'];
    for (const kind of kinds)
      expect(there.join('\n')).to.match(new RegExp(`^${kind}.*${installation.id}`, 'm'));

    await installation.must('--force', 'apps:destroy', app);
    let left: string[] = [];
    await until(async () => {
      left = await everythingOf(installation);
      return isDeepStrictEqual(left, untouched);
    }, 'its objects to go').catch((error: unknown) => {
      expect(left).to.deep.equal(untouched);
      throw error;
    });
    expect((await installation.dokku(['apps:exists', app])).status).to.equal(20);
  });
});
