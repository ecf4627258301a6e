import { expect } from 'chai';
import { Installation, type Repository, until } from '../installation.ts';

interface Change {
  kind: string;
  name: string;
  change: string;
  diff: string;
}

describe('a preview', () => {
  let installation: Installation;
  let app: string;
  let repository: Repository;
  const preview = async (): Promise<Change[]> =>
    JSON.parse(await installation.must('scheduler-k3s:preview', app, '--format', 'json'));
  const releases = async () =>
    JSON.parse(await installation.must('releases:list', app, '--format', 'json')) as unknown[];

  before(async () => {
    installation = await Installation.start();
    app = await installation.create('preview');
    repository = await installation.repository('hello', {
      'config/kustomize/kustomization.yaml':
        'resources: [rendered.yaml]\nsecretGenerator:\n- name: extra\n  literals: [password=from-kustomize]\n  options: {disableNameSuffixHash: true}\n',
      'config/kustomize/web.yaml': null,
    });
  });

  after(() => installation?.end());

  it('of a first push shows all objects, builds the image, and updates no ref', async () => {
    await installation.must('config:set', app, 'API_TOKEN=very-secret');
    const push = await repository.push(app, '--push-option=preview');
    expect(push.status).to.equal(1);
    expect(push.text).to.contain(`${app}-web, Deployment (apps) would be added`);
    expect(push.text).to.contain(`config-${app}-`).and.contain('API_TOKEN: sha256:');
    expect(push.text).to.not.contain('very-secret');
    expect(push.text).to.not.contain(Buffer.from('very-secret').toString('base64'));
    expect(push.text).to.not.contain('from-kustomize');
    expect(push.text).to.contain('nothing was deployed and no branch was updated');
    expect(await releases()).to.deep.equal([]);
    expect(await installation.must('builds:list', app, '--format', 'json')).to.equal('[]\n');
    expect(
      (await repository.git('ls-remote', `ssh://dokku@127.0.0.1:${installation.port}/${app}`)).trim(),
    ).to.equal('');
  });

  it('of an unchanged app shows no change', async () => {
    const push = await repository.push(app);
    expect(push.status, push.text).to.equal(0);
    expect(await preview()).to.deep.equal([]);
    const { status, stdout } = await installation.dokku(['scheduler-k3s:preview', app, '--exit-code']);
    expect(status).to.equal(0);
    expect(stdout).to.contain(`A deploy of ${app} would change nothing`);
  });

  it('shows the effect of settings, Secrets by name and hash, and exits with a matching status', async () => {
    await installation.must('config:set', '--no-restart', app, 'API_TOKEN=quite-different');
    await installation.must('domains:add', app, 'more.example.test');
    const changes = await preview();
    const of = (kind: string, change: string) =>
      changes.find((each) => each.kind === kind && each.change === change);
    expect(of('Deployment', 'changed')!.diff)
      .to.match(/^-.*name: config-/m)
      .and.match(/^\+.*name: config-/m);
    expect(of('Secret', 'removed')!.diff).to.match(/^-\s+API_TOKEN: sha256:[0-9a-f]{12}$/m);
    expect(of('Secret', 'added')!.diff).to.match(/^\+\s+API_TOKEN: sha256:[0-9a-f]{12}$/m);
    expect(JSON.stringify(changes)).to.contain('more.example.test').and.not.contain('quite-different');
    const { status } = await installation.dokku(['scheduler-k3s:preview', app, '--exit-code']);
    expect(status).to.equal(3);
    expect((await installation.dokku(['scheduler-k3s:preview', app])).status).to.equal(0);
    expect(await releases()).to.have.length(1);
  });

  it('of a push shows the effect of its code', async () => {
    await installation.must('ps:restart', app);
    await repository.commit('second', {
      'app.json': JSON.stringify({
        formation: { web: { quantity: 2 } },
        cron: [{ command: 'true', schedule: '@daily' }],
      }),
    });
    // With any other push option, a preview still deploys nothing.
    const push = await repository.push(app, '--push-option=detach', '--push-option=preview');
    expect(push.status).to.equal(1);
    expect(push.text).to.contain('CronJob (batch) would be added').and.contain('would be removed');
    expect(await releases()).to.have.length(2);
    expect((await repository.push(app)).status).to.equal(0);
  });

  it('of new code alone names every process that the cluster would refuse', async () => {
    const name = `refuse-${installation.id}`;
    const kind = { apiVersion: 'admissionregistration.k8s.io/v1', metadata: { name } };
    await installation.apply({
      ...kind,
      kind: 'ValidatingAdmissionPolicy',
      spec: {
        matchConstraints: {
          namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': installation.namespace } },
          resourceRules: [
            { apiGroups: ['apps'], apiVersions: ['v1'], operations: ['UPDATE'], resources: ['deployments'] },
          ],
        },
        validations: [{ expression: 'false', message: 'no change today' }],
      },
    });
    try {
      await installation.apply({
        ...kind,
        kind: 'ValidatingAdmissionPolicyBinding',
        spec: { policyName: name, validationActions: ['Deny'] },
      });
      const label = ['label', 'deployment', `${app}-web`, 'x=y', '--dry-run=server'];
      await until(
        () =>
          installation.kubectl(...label).then(
            () => false,
            () => true,
          ),
        'the policy to be in force',
      );
      await repository.commit('code', { 'index.html': 'Only code\n' });
      const push = await repository.push(app, '--push-option=preview');
      expect(push.status).to.equal(1);
      expect(push.text).to.contain('The cluster refuses objects');
      for (const process of ['web', 'worker'])
        expect(push.text).to.match(
          new RegExp(`Deployment ${app}-${process} in namespace .*: .*no change today`),
        );
    } finally {
      await installation.kubectl(
        'delete',
        'validatingadmissionpolicy,validatingadmissionpolicybinding',
        name,
      );
    }
  });

  it('reports objects that the cluster would refuse', async () => {
    await repository.commit('broken', {
      'config/kustomize/kustomization.yaml':
        'resources: [rendered.yaml]\npatches:\n- target: {kind: ServiceAccount}\n  patch: |-\n    - {op: add, path: /metadata/labels/x, value: "not a label!"}\n',
    });
    const push = await repository.push(app, '--push-option=preview');
    expect(push.status).to.equal(1);
    expect(push.text).to.contain('The cluster refuses');
  });

  it('of an app that was never deployed explains how to deploy the app', async () => {
    const empty = await installation.create('empty');
    const { status, text } = await installation.dokku(['scheduler-k3s:preview', empty]);
    expect(status).to.equal(1);
    expect(text).to.contain('has not been deployed yet');
  });
});
