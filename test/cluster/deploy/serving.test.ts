import { expect } from 'chai';
import { ask } from '../ingress.ts';
import { Installation, launcher, type Repository, type Running, until } from '../installation.ts';
import { SteadyRequests } from '../steady-requests.ts';

/** A web process whose Service and routes must fit while a version replaces another. `delay`: seconds until it listens. */
const serves = (page: string, delay = 0) => `
const { createServer } = require('node:http');
const server = createServer((_, response) => response.end(${JSON.stringify(page)}));
setTimeout(() => server.listen(process.env.PORT), ${delay * 1000});
process.on('SIGTERM', () => server.close());
`;
const exits = (delay = 0) => `setTimeout(() => process.exit(1), ${delay * 1000});`;
const dockerfile = (port = 5000) => `FROM node:24-slim
COPY web.js /
EXPOSE ${port}
CMD ["node", "/web.js"]
`;
const healthchecks = { web: [{ type: 'readiness', path: '/', attempts: 60, wait: 1 }] };
const kustomization = (fields: object) =>
  JSON.stringify({
    apiVersion: 'kustomize.config.k8s.io/v1beta1',
    kind: 'Kustomization',
    resources: ['rendered.yaml'],
    ...fields,
  });
const kustomized = (fields: object) => ({ 'config/kustomize/kustomization.yaml': kustomization(fields) });
/** Patches the Deployment of web. */
const patched = (patch: string | object[]) => ({
  patches: [
    { target: { kind: 'Deployment' }, patch: typeof patch === 'string' ? patch : JSON.stringify(patch) },
  ],
});
const theme = (color: string, fields: object = {}) => ({
  configMapGenerator: [{ name: 'theme', literals: [`color=${color}`] }],
  ...patched([
    {
      op: 'add',
      path: '/spec/template/spec/containers/0/envFrom/-',
      value: { configMapRef: { name: 'theme' } },
    },
  ]),
  ...fields,
});
const appJson = (fields: object) => JSON.stringify({ healthchecks, ...fields });

interface Named {
  metadata: { name: string; uid: string };
}
interface List<T> {
  items: T[];
}
interface CronJob extends Named {
  spec: { jobTemplate: { spec: { template: { spec: { containers: { args: string[] }[] } } } } };
}
interface ConfigMap extends Named {
  data: Record<string, string>;
}

describe('the serving version during a deploy', () => {
  let installation: Installation;

  before(async () => {
    installation = await Installation.start();
  });
  after(() => installation?.end());

  /** Creates an app that serves the page `v1`. */
  async function serve(name: string, files: Record<string, string> = {}): Promise<[string, Repository]> {
    const app = await installation.create(name);
    // The requests of this test are many for the share of the processor that other tests need.
    await installation.must('resource:reserve', '--cpu', '100m', '--memory', '32Mi', app);
    const repository = await installation.repository('', {
      Dockerfile: dockerfile(),
      'app.json': appJson({}),
      'web.js': serves('v1'),
      ...files,
    });
    const push = await repository.push(app);
    expect(push.status, push.text).to.equal(0);
    await until(() => installation.get(app), 'the first version');
    return [app, repository];
  }

  /** Runs `deploy` while users send requests. Expects its exit status, and that each request got a page. */
  async function during(app: string, deploy: Running, status: number): Promise<string> {
    const lastLine = () => deploy.text().trimEnd().split('\n').at(-1) ?? '';
    const requests = new SteadyRequests(`${app}.example.test`, lastLine);
    const ended = await deploy.ended;
    const { sent, lost } = await requests.end();
    expect(ended.status, ended.text).to.equal(status);
    // A refused push takes less than a second.
    expect(sent, ended.text).to.be.above(220);
    expect(
      lost.slice(0, 20),
      `${lost.length} of ${sent} requests without a page\n${ended.text}`,
    ).to.deep.equal([]);
    return ended.text;
  }

  const push = async (repository: Repository, app: string, files: Record<string, string | null>) => {
    await repository.commit('next', files);
    return repository.startPush(app);
  };
  const settings = (...args: string[]) => installation.spawn(launcher, args);

  it('answers each request when the next one listens on another port, and fails or is slow', async () => {
    const [app, repository] = await serve('ports');
    const failing = { Dockerfile: dockerfile(8080), 'web.js': exits(5) };
    const text = await during(app, await push(repository, app, failing), 1);
    expect(text).to.contain(
      `v1 is still serving. To undo the partial rollout: dokku releases:rollback ${app}`,
    );
    await during(app, await push(repository, app, { 'web.js': serves('slow', 20) }), 0);
    await until(async () => (await installation.get(app)) === 'slow', 'the slow version');
    await installation.must('ports:set', app, 'http:80:7000');
    await during(app, settings('ps:restart', app), 0);
    expect(await installation.get(app)).to.equal('slow');
  });

  it('is brought back at once when its pods were stopped to start the next one', async () => {
    const [app, repository] = await serve('stopped');
    await installation.must('checks:disable', app, 'web');
    const disabled = await (await push(repository, app, { 'web.js': exits() })).ended;
    await installation.must('checks:enable', app, 'web');
    const recreate = kustomized(
      patched([{ op: 'replace', path: '/spec/strategy', value: { type: 'Recreate' } }]),
    );
    const replaced = await (await push(repository, app, recreate)).ended;
    for (const { status, text } of [disabled, replaced]) {
      expect(status, `${disabled.text}\n\n${replaced.text}`).to.equal(1);
      expect(text).to.contain(`${app}-web of v1 was stopped before v`);
      expect(text).to.contain('Nothing of it serves until v1 is back');
      expect(text).to.contain('v1 serves again').and.not.contain('is still serving');
    }
    expect(await installation.get(app)).to.equal('v1');
  });

  it('keeps the configuration that its pods need, until the next one serves', async () => {
    const [app, repository] = await serve('theme', kustomized(theme('blue')));
    const restartPod = async () => {
      await installation.kubectl('delete', 'pod', '--selector', `app.kubernetes.io/part-of=${app}`, '--now');
      await until(() => installation.get(app), 'the first version to restart');
    };
    const themes = async () => {
      const { items } = await installation.kubeJson<List<ConfigMap>>('get', 'configmap');
      return items.filter(({ metadata }) => metadata.name.startsWith('theme')).map(({ data }) => data.color);
    };
    await during(app, await push(repository, app, { ...kustomized(theme('red')), 'web.js': exits() }), 1);
    await restartPod();
    await during(app, await push(repository, app, { 'web.js': serves('v2') }), 0);
    expect(await themes()).to.deep.equal(['red']);

    // A ConfigMap whose name has no hash is the same object in both versions.
    const named = { generatorOptions: { disableNameSuffixHash: true } };
    await during(app, await push(repository, app, kustomized(theme('green', named))), 0);
    const failing = { ...kustomized(theme('black', named)), 'web.js': exits() };
    await during(app, await push(repository, app, failing), 1);
    expect(await themes()).to.deep.equal(['green']);
  });

  it('is not touched by a Kustomize folder that removes, renames or replaces what it consists of', async () => {
    const [app, repository] = await serve('workload', {
      'app.json': appJson({ cron: [{ command: 'node nightly.js', schedule: '0 4 * * *' }] }),
    });
    const web = `${app}-web`;
    const container = (field: string) => `/spec/template/spec/containers/0/${field}`;
    const remove = (kind: string) => ({ patches: [{ target: { kind }, patch: deletion(kind) }] });
    const deletion = (kind: string) =>
      `{"$patch": "delete", "apiVersion": "${kind === 'Service' ? 'v1' : 'batch/v1'}", "kind": "${kind}", "metadata": {"name": "any"}}`;
    const { metadata } = await installation.kubeJson<Named>('get', 'deployment', web);
    const statefulSet = {
      apiVersion: 'apps/v1',
      kind: 'StatefulSet',
      metadata: { name: web },
      spec: {
        serviceName: web,
        selector: { matchLabels: { a: 'b' } },
        template: {
          metadata: { labels: { a: 'b' } },
          spec: { containers: [{ name: 'web', image: 'busybox' }] },
        },
      },
    };
    const deleted = `{"$patch": "delete", "apiVersion": "apps/v1", "kind": "Deployment", "metadata": {"name": "${web}"}}`;
    for (const [files, reason] of [
      [kustomized({ namePrefix: 'staging-' }), `It has Deployment staging-${web} instead`],
      [kustomized({ nameSuffix: '-staging' }), `It has Deployment ${web}-staging instead`],
      [
        kustomized(patched([{ op: 'replace', path: container('name'), value: 'web' }])),
        `web: Deployment ${web} has no container ${web}`,
      ],
      [
        kustomized(patched([{ op: 'remove', path: container('ports/0/name') }])),
        `web: Service ${web} sends requests to the port http, which no container of Deployment ${web} has`,
      ],
      [
        kustomized(remove('Service')),
        `web: the manifest has no Service ${web}, which IngressRoute ${web}-http names`,
      ],
      [
        kustomized(remove('CronJob')),
        `cron task "node nightly.js": the manifest has no CronJob ${app}-cron-`,
      ],
      [kustomized(patched(deleted)), `web: the manifest has no Deployment ${web}`],
      [
        {
          ...kustomized({ ...patched(deleted), resources: ['rendered.yaml', 'own.yaml'] }),
          'config/kustomize/own.yaml': JSON.stringify(statefulSet),
        },
        `It has StatefulSet ${web} instead`,
      ],
      [
        kustomized(patched([{ op: 'remove', path: '/metadata/labels/app.kubernetes.io~1part-of' }])),
        `web: Deployment ${web} has another value or none for app.kubernetes.io/part-of`,
      ],
    ] as const) {
      const text = await during(app, await push(repository, app, files), 1);
      expect(text, text).to.contain(reason).and.contain('The running version was not touched');
    }
    const after = await installation.kubeJson<Named>('get', 'deployment', web);
    expect(after.metadata.uid).to.equal(metadata.uid);
  });

  it('keeps its schedules until the next one serves', async () => {
    const cron = (command: string) => ({
      'app.json': appJson({ cron: [{ command, schedule: '0 4 * * *' }] }),
    });
    const [app, repository] = await serve('cron', cron('node old.js'));
    const commands = async () => {
      const { items } = await installation.kubeJson<List<CronJob>>(
        'get',
        'cronjob',
        '--selector',
        `app.kubernetes.io/part-of=${app}`,
      );
      return items.map(({ spec }) => spec.jobTemplate.spec.template.spec.containers[0]!.args.join(' '));
    };
    await during(app, await push(repository, app, { ...cron('node new.js'), 'web.js': exits() }), 1);
    expect(await commands()).to.deep.equal(['node old.js']);
    await during(app, await push(repository, app, { 'web.js': serves('v2') }), 0);
    expect(await commands()).to.deep.equal(['node new.js']);
    const without = { 'app.json': appJson({}), 'web.js': exits() };
    await during(app, await push(repository, app, without), 1);
    expect(await commands(), 'a removed task').to.deep.equal(['node new.js']);
  });

  it('answers each request while two changes of its config replace it one after the other', async () => {
    const [app] = await serve('twice');
    const first = settings('config:set', app, 'FIRST=1');
    await until(() => first.text().includes('Installing'), 'the first change to be applied');
    await during(app, settings('config:set', app, 'SECOND=1'), 0);
    const { status, text } = await first.ended;
    expect(status, text).to.equal(0);
    const live = await installation.must('enter', app, 'web', 'env');
    expect(live).to.contain('FIRST=1').and.contain('SECOND=1');
  });

  it('is reached at its address, and at new domains, when the deploy ends', async () => {
    const app = await installation.create('first');
    const repository = await installation.repository('', {
      Dockerfile: dockerfile(),
      'app.json': appJson({}),
      'web.js': serves('v1'),
    });
    const { status, text } = await repository.push(app);
    expect(status, text).to.equal(0);
    expect(await ask(`${app}.example.test`)).to.deep.equal({ body: 'v1' });
    await installation.must('domains:add', app, `www.${app}.example.test`);
    await installation.must('ps:restart', app);
    expect(await ask(`www.${app}.example.test`)).to.deep.equal({ body: 'v1' });
  });
});
