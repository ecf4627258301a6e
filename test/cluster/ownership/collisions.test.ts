import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { clusterUnderTest } from '../../../scripts/lib/cluster-under-test.ts';
import { Installation } from '../installation.ts';

interface Named {
  metadata: { uid: string; resourceVersion: string; labels: Record<string, string> };
}

describe('an object that belongs to another owner', () => {
  let installation: Installation;
  let app: string;
  let image: string;

  const look = async (...ref: string[]) => (await installation.kubeJson<Named>('get', ...ref)).metadata;
  const deployImage = (name: string) => installation.dokku(['git:from-image', name, image]);
  const helm = async (...args: string[]) => {
    const env = { KUBECONFIG: clusterUnderTest().kubeconfig };
    const { status, text } = await installation.run(
      'helm',
      [...args, '--namespace', installation.namespace],
      { env },
    );
    expect(status, text).to.equal(0);
    return text;
  };

  before(async () => {
    installation = await Installation.start();
    app = await installation.create('first');
    // Together with the app's name, the process type `b-web` forms the name of another app's process.
    const repository = await installation.repository('hello', {
      'app.json': JSON.stringify({ formation: { web: { quantity: 0 }, 'b-web': { quantity: 1 } } }),
      Procfile: 'web: sh web.sh\nb-web: sh worker.sh\n',
      'config/kustomize': null,
    });
    const pushed = await repository.push(app);
    expect(pushed.status, pushed.text).to.equal(0);
    const report = JSON.parse(await installation.must('releases:info', app, '--format', 'json'));
    image = report.image;
  });

  after(() => installation?.end());

  it('is found before the deploy runs any task, when another app owns it', async () => {
    const other = `${app}-b`;
    await installation.must('apps:create', other);
    const repository = await installation.repository('hello', {
      'app.json': JSON.stringify({ scripts: { dokku: { predeploy: 'echo here I am' } } }),
      'config/kustomize': null,
    });
    const before = await look('deployment', `${app}-b-web`);
    const pushed = await repository.push(other);
    expect(pushed.status).to.equal(1);
    const whose = `Deployment ${other}-web in namespace ${installation.namespace} belongs to the app ${app}`;
    expect(pushed.text)
      .to.match(new RegExp(`${whose} *\n`))
      .and.contain(`that ${other} would write belongs to someone else`)
      .and.not.contain('here I am');
    expect(await look('deployment', `${app}-b-web`)).to.deep.include({
      uid: before.uid,
      resourceVersion: before.resourceVersion,
    });
    expect(await installation.kubectl('get', 'secrets', '-o', 'name')).to.not.contain(`config-${other}-`);
    // The opposite case is safe, too: destroying an app that was never deployed deletes no object of another app.
    await installation.must('--force', 'apps:destroy', other);
    expect((await look('deployment', `${app}-b-web`)).uid).to.equal(before.uid);
  });

  it('is not overwritten when it is a Secret that was created by hand', async () => {
    await installation.kubectl('create', 'secret', 'generic', `tls-${app}`, '--from-literal=mine=1');
    const { status, text } = await installation.dokku(['certs:generate', app, `${app}.example.test`]);
    expect(status, text).to.equal(1);
    expect(text).to.contain(
      `Secret tls-${app} in namespace ${installation.namespace} was not created by dokku`,
    );
    expect(await installation.kubectl('get', 'secret', `tls-${app}`, '-o', 'jsonpath={.data}')).to.equal(
      '{"mine":"MQ=="}',
    );
  });

  it('is neither upgraded nor removed when it is a Helm release with the name of an app', async () => {
    const chart = join(installation.folder, 'chart');
    mkdirSync(join(chart, 'templates'), { recursive: true });
    writeFileSync(join(chart, 'Chart.yaml'), 'apiVersion: v2\nname: foreign\nversion: 1.0.0\n');
    const object = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'foreign' } };
    writeFileSync(join(chart, 'templates/object.yaml'), JSON.stringify(object));
    const name = await installation.create('taken');
    await helm('install', name, chart);

    const refused = await deployImage(name);
    expect(refused.status).to.equal(1);
    expect(refused.text)
      .to.contain(
        `Namespace ${installation.namespace} already has a Helm release ${name} that dokku did not install`,
      )
      .and.contain('uninstall')
      .and.not.contain('Installing');
    const destroyed = await installation.dokku(['--force', 'apps:destroy', name]);
    expect(destroyed.status, destroyed.text).to.equal(0);
    expect(destroyed.text).to.contain(
      `The Helm release ${name} of namespace ${installation.namespace} stays`,
    );
    expect(await helm('status', name))
      .to.contain('REVISION: 1')
      .and.contain('deployed');
    expect(await installation.kubectl('get', 'configmap', 'foreign', '-o', 'name')).to.contain('foreign');

    // After the handover that the message describes, the release is upgraded.
    await installation.create('taken');
    const command = refused.text
      .match(/kubectl --namespace (.*)/)![1]!
      .trim()
      .split(' ')
      .slice(1);
    await installation.kubectl(...command);
    const deployed = await deployImage(name);
    expect(deployed.status, deployed.text).to.equal(0);
    expect(await helm('history', name))
      .to.contain('foreign-1.0.0')
      .and.match(/2 .*deployed/);
  });

  it('is kept when it has the label of an app but was not created by dokku', async () => {
    const stray = {
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: {
        name: 'stray',
        namespace: installation.namespace,
        labels: { 'app.kubernetes.io/part-of': app },
      },
    };
    await installation.apply(stray);
    await installation.must('--force', 'apps:destroy', app);
    expect(await installation.kubectl('get', 'secret', 'stray', '-o', 'name')).to.equal('secret/stray\n');
  });
});
