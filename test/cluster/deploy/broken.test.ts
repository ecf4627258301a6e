import { expect } from 'chai';
import { clusterUnderTest } from '../../../scripts/lib/cluster-under-test.ts';
import { matches } from '../../printed.ts';
import { requestsWithoutPage } from '../ingress.ts';
import { Installation, onePod, type Repository, type Running, until } from '../installation.ts';

interface Deployment {
  spec: { replicas: number };
}

interface Case {
  title: string;
  fixture?: string;
  files?: Record<string, string>;
  /** Commands before the push. `undo` holds the commands that revert them. */
  settings?: (app: string) => string[];
  undo?: (app: string) => string[];
  /** Objects that exist in the namespace before the push. */
  objects?: { kind: string; metadata: { name: string } }[];
  /**
   * All complete lines that begin with ` !`. `…` stands for any text; APP, NAMESPACE and REGISTRY for those of the
   * test; PROCESS for the process whose problem the cluster reported first.
   */
  says: string[];
}

const neverReady = '{"healthchecks":{"web":[{"type":"readiness","path":"/late","attempts":100}]}}';

/** The fixture `hello` with its own Kustomize folder. The folder is written as JSON, because JSON is valid YAML. */
const customised = (fields: object) => ({
  fixture: 'hello',
  files: {
    'config/kustomize/kustomization.yaml': JSON.stringify({
      apiVersion: 'kustomize.config.k8s.io/v1beta1',
      kind: 'Kustomization',
      resources: ['rendered.yaml'],
      ...fields,
    }),
  },
});
const patched = (path: string, value: unknown) =>
  customised({
    patches: [
      {
        target: { kind: 'Deployment', labelSelector: 'app.kubernetes.io/name=web' },
        patch: JSON.stringify([{ op: 'add', path: `/spec/template/spec/${path}`, value }]),
      },
    ],
  });
const registry = clusterUnderTest().registry;

const noWorker = 'The Procfile has no process type worker: worker is not deployed';
const stays = 'v1 is still serving. To undo the partial rollout: dokku releases:rollback APP';

const cases: Case[] = [
  {
    title: 'crash',
    says: [
      noWorker,
      'web exited with status 3 each time it was started (pod APP-web-…)',
      '  Last lines of its log:',
      '    crash: the database is not there',
      'Correct the error and push again. To change a setting: dokku config:set APP KEY=value',
      'If it needs more attempts, allow more restarts: dokku scheduler-k3s:set APP max-restarts 5',
      stays,
    ],
  },
  {
    title: 'exit-zero',
    says: [
      noWorker,
      'web exited with status 0: a process must keep running (pod APP-web-…)',
      '  Last lines of its log:',
      '    exit-zero: nothing left to do',
      'Start the program in the foreground, not as a daemon. Move one-off work to "scripts" or "cron" in app.json',
      'If the process is not needed, stop it with: dokku ps:scale APP web=0',
      stays,
    ],
  },
  {
    title: 'probe',
    says: [
      noWorker,
      'web has been running for … s, but its readiness check fails: HTTP probe failed with statuscode: 404 (pod APP-web-…)',
      'Check path, port and command of the readiness check in app.json (healthchecks.web)',
      'To give the process more time to start, raise initialDelay, wait or attempts of the check',
      'Deploy without checks with: dokku checks:skip APP web',
      stays,
    ],
  },
  {
    title: 'missing-secret',
    says: [
      noWorker,
      'web needs the Secret not-there, which does not exist in namespace NAMESPACE (pod APP-web-…)',
      'Create the Secret (config/kustomize of the repository can hold it), or remove the reference',
      'For plain settings, use config vars instead: dokku config:set APP KEY=value',
      stays,
    ],
  },
  {
    title: 'missing-config-map',
    ...patched('containers/0/envFrom/-', { configMapRef: { name: 'flags' } }),
    says: [
      'web needs the ConfigMap flags, which does not exist in namespace NAMESPACE (pod APP-web-…)',
      'Create the ConfigMap (config/kustomize of the repository can hold it), or remove the reference',
      'For plain settings, use config vars instead: dokku config:set APP KEY=value',
      stays,
    ],
  },
  {
    title: 'oom',
    settings: (app) => ['resource:limit', '--memory', '32Mi', app],
    undo: (app) => ['resource:limit-clear', app],
    says: [
      noWorker,
      'web was killed because it needs more memory than its limit of 32Mi (pod APP-web-…)',
      '  Last lines of its log:',
      '    oom: eating memory',
      'Raise the limit with: dokku resource:limit --memory <amount> --process-type web APP',
      stays,
    ],
  },
  {
    title: 'init',
    ...patched('initContainers', [
      { name: 'migrate', image: 'busybox', command: ['sh', '-c', 'echo no such table: orders; exit 2'] },
    ]),
    says: [
      'init container migrate of web exited with status 2 each time it was started (pod APP-web-…)',
      '  Last lines of its log:',
      '    no such table: orders',
      'Correct init container migrate, and deploy again',
      'If it needs more attempts, allow more restarts: dokku scheduler-k3s:set APP max-restarts 5',
      stays,
    ],
  },
  {
    title: 'image-missing',
    ...customised({
      images: [{ name: `${registry}/dokku/broken-APP`, newName: `${registry}/no/such`, newTag: '1' }],
    }),
    says: [
      'PROCESS: the image REGISTRY/no/such:1 does not exist (pod APP-PROCESS-…)',
      '  REGISTRY/no/such:1: not found',
      '…',
      'Check the name of the image, or build the image again: dokku ps:rebuild APP',
      'Show the registry with: dokku registry:report APP',
      stays,
    ],
  },
  {
    title: 'registry-down',
    ...customised({
      images: [{ name: `${registry}/dokku/broken-APP`, newName: '127.0.0.1:1/shop', newTag: '1' }],
    }),
    says: [
      'PROCESS: could not reach registry 127.0.0.1:1 to pull the image 127.0.0.1:1/shop:1 (pod APP-PROCESS-…)',
      '  Head "https://127.0.0.1:1/v2/shop/manifests/1": dial tcp 127.0.0.1:1: connect: connection refused',
      // A line for the other process, if the cluster has reported the same problem for it.
      '…',
      'Check that the registry runs and that the nodes reach it, then: dokku ps:rebuild APP',
      stays,
    ],
  },
  {
    title: 'quota',
    fixture: 'hello',
    objects: [
      {
        apiVersion: 'v1',
        kind: 'ResourceQuota',
        metadata: { name: 'full' },
        spec: { hard: { pods: '3' } },
      } as never,
    ],
    says: [
      'PROCESS: the quota of namespace NAMESPACE does not allow another pod: exceeded quota: full, requested: pods=1, used: pods=…, limited: pods=3',
      // A line for the other process, if the cluster has reported the same problem for it.
      '…',
      'Run fewer pods with: dokku ps:scale APP PROCESS=<count>',
      'Or reserve less with: dokku resource:reserve --cpu <amount> --memory <amount> --process-type PROCESS APP',
      stays,
    ],
  },
  {
    title: 'dockerfile',
    says: [
      'RUN echo "checking the weather" && false failed with exit status 1 (Dockerfile, line 2)',
      '  checking the weather',
      'Correct the command and push again. To reproduce the failure, run: docker build .',
    ],
  },
  {
    title: 'image',
    says: [
      'The base image docker.io/library/busybox:no-such-tag does not exist',
      '     1 | >>> FROM busybox:no-such-tag',
      '     2 |     CMD ["sh"]',
      '     3 |',
      'Correct the FROM line and push again',
    ],
  },
  {
    title: 'kustomize',
    says: [
      noWorker,
      'Kustomize refuses the folder of the repository',
      "  Error: accumulating resources: accumulation err='accumulating resources from 'missing.yaml': evalsymlink failure on 'missing.yaml' : lstat missing.yaml: no such file or directory': must build at directory: not a valid directory: evalsymlink failure on 'missing.yaml' : lstat missing.yaml: no such file or directory",
      'Correct the folder, commit and push again. The running version was not touched',
    ],
  },
  {
    title: 'app-json',
    says: [
      'The repository cannot be deployed because of these errors',
      '  app.json#/formation/web/quantity: must be a whole number ≥ 0, is "two" (line 3:26)',
      '  app.json#/formation/worker/quantity: must be a whole number ≥ 0, is -1 (line 4:29)',
      '  app.json#/healthchecks/web/0/type: must be startup, readiness or liveness, is "redyness" (line 7:23)',
      '  app.json#/cron/0/command: is missing (line 9:12)',
      '  app.json#/cron/0/schedule: must have five fields: minute, hour, day, month, weekday, is "every day" (line 9:26)',
      'Correct the errors, commit and push again. Nothing was built and the running version was not touched',
    ],
  },
  {
    title: 'too-slow',
    fixture: 'hello',
    files: { 'app.json': neverReady },
    // Gives a busy machine enough time to start the pods: the subject of this case is a check that fails.
    settings: (app) => ['scheduler-k3s:set', app, 'deploy-timeout', '30s'],
    undo: (app) => ['scheduler-k3s:set', app, 'deploy-timeout'],
    says: [
      'No progress for … s: web: 0 of 2 pods ready',
      '  APP-web-…: running, its readiness check does not pass yet: HTTP probe failed with statuscode: 404',
      '  Last lines of its log:',
      '    web: listening on 5000',
      'Allow more time with: dokku scheduler-k3s:set APP deploy-timeout <seconds>',
      stays,
    ],
  },
  {
    title: 'too-big',
    fixture: 'hello',
    settings: (app) => ['resource:reserve', '--memory', '900Gi', app],
    undo: (app) => ['resource:reserve', '--memory', '16Mi', app],
    says: [
      'PROCESS: no node has enough memory (pod APP-PROCESS-…)',
      '  0/… nodes are available: …Insufficient memory. …',
      // A line for the other process, if the cluster has reported the same problem for it.
      '…',
      'Reserve less with: dokku resource:reserve --cpu <amount> --memory <amount> --process-type PROCESS APP',
      'Or add a node to the cluster',
      stays,
    ],
  },
];

/** Returns the text of the error lines of a push. */
function errorLines(text: string): string[] {
  return [...text.matchAll(/^remote: {2}! {4}(.*?) *$/gm)].map(([, line]) => line!.slice(1));
}

function replaceNames(line: string, names: Record<string, string>): string {
  return Object.entries(names).reduce((result, [name, real]) => result.replaceAll(real, name), line);
}

/** Requests the page of the app while the push runs. Returns the results of the requests without a page. */
const problemsDuring = (app: string, push: Running) =>
  requestsWithoutPage(
    `${app}.example.test`,
    () => push.child.exitCode !== null,
    () => push.text().trimEnd().split('\n').at(-1) ?? '',
  );

describe('a push that cannot be deployed', () => {
  let installation: Installation;

  let app: string;
  let good: Repository;

  before(async () => {
    installation = await Installation.start();
    app = await installation.create('broken');
    good = await installation.repository('hello');
    expect((await good.push(app)).status).to.equal(0);
    await until(() => installation.get(app), 'the good version');
  });

  after(() => installation?.end());

  for (const {
    title,
    fixture = `broken/${title}`,
    files = {},
    settings,
    undo,
    objects = [],
    says,
  } of cases) {
    it(`is rejected with the reason, and the old version keeps serving: ${title}`, async () => {
      try {
        if (settings) await installation.must(...settings(app));
        for (const object of objects)
          await installation.apply({
            ...object,
            metadata: { ...object.metadata, namespace: installation.namespace },
          });
        const named = Object.entries(files).map(([name, text]) => [name, text.replaceAll('broken-APP', app)]);
        const bad = await installation.repository(fixture, {
          'changed.txt': title,
          ...Object.fromEntries(named),
        });
        const pushing = bad.startPush(app, '--force');
        const problems = await problemsDuring(app, pushing);
        const push = await pushing.ended;

        expect(push.status, push.text).to.equal(1);
        expect(problems, 'requests without a page').to.deep.equal([]);
        expect(push.text).to.contain('pre-receive hook declined');
        const names = { NAMESPACE: installation.namespace, REGISTRY: registry, APP: app };
        const told = errorLines(push.text).map((line) => replaceNames(line, names));
        const same = ['web', 'worker'].some((process) =>
          matches(
            says.map((line) => line.replaceAll('PROCESS', process)),
            told.join('\n'),
          ),
        );
        expect(same, `The test wants:\n${says.join('\n')}\n\nIt printed:\n${told.join('\n')}`).to.equal(true);
        expect(await installation.get(app)).to.contain('version 1');
        const head = await good.git('rev-parse', 'HEAD');
        const remote = await good.git(
          'ls-remote',
          `ssh://dokku@127.0.0.1:${installation.port}/${app}`,
          'refs/heads/main',
        );
        expect(remote).to.contain(head.trim());
      } finally {
        if (undo) await installation.must(...undo(app));
        for (const { kind, metadata } of objects) await installation.kubectl('delete', kind, metadata.name);
      }
    });
  }

  it('keeps the old version serving, also when the scale is below that of a failed version', async () => {
    const shrinking = await installation.create('shrinking');
    const first = await installation.repository('hello', onePod);
    expect((await first.push(shrinking)).status).to.equal(0);
    await until(() => installation.get(shrinking), 'the good version');
    const crash = await installation.repository('broken/crash');
    // Kubernetes spreads a change of the replica count over all ReplicaSets with pods, and begins with the oldest.
    for (const [index, quantity] of [1, 2, 1, 2].entries()) {
      // The last push is rolled back automatically, and again to fewer pods.
      const takenBack = index === 3;
      await installation.must('scheduler-k3s:set', shrinking, 'rollback-on-failure', String(takenBack));
      const formation = { web: { quantity } };
      await crash.commit(`version ${index}`, {
        'app.json': JSON.stringify({ formation }),
        index: `${index}`,
      });
      const pushing = crash.startPush(shrinking, '--force');
      const problems = await problemsDuring(shrinking, pushing);
      const { status, text } = await pushing.ended;
      expect(status, text).to.equal(1);
      expect(problems, `requests without a page\n${text}`).to.deep.equal([]);
      expect(text.includes('Rolling back to v1'), text).to.equal(takenBack);
    }
    const second = await first.commit('Mended', { 'index.html': 'mended\n' });
    const { status, text } = await first.push(shrinking, '--force');
    expect(status, text).to.equal(0);
    await until(async () => (await installation.get(shrinking))?.includes('mended'), second);
    const { spec } = await installation.kubeJson<Deployment>('get', 'deployment', `${shrinking}-web`);
    expect(spec.replicas).to.equal(1);
  });

  it('lists all errors of a repository at once, before the build', async () => {
    const push = await (await installation.repository('broken/app-json')).push(app, '--force');
    expect(push.text.match(/app\.json#\//g)).to.have.length.above(1);
    expect(push.text).not.to.contain('Building');
  });

  it('keeps the log of its failed build', async () => {
    const kept = await installation.create('kept');
    const push = await (await installation.repository('broken/crash')).push(kept);
    expect(push.status, push.text).to.equal(1);
    const output = await installation.dokku(['builds:output', kept]);
    expect(output.status).not.to.equal(0);
    expect(output.stdout).to.contain('crash: the database is not there');
    // A first version that never served has logs, too.
    const logs = await installation.dokku(['logs', kept]);
    expect(logs.stdout, logs.text).to.contain('crash: the database is not there');
    expect(await installation.must('builds:list', kept)).to.contain('failed');
  });

  it('prints no secret', async () => {
    await installation.must('config:set', '--no-restart', app, 'API_TOKEN=correct-horse-battery');
    const repository = await installation.repository('broken/crash', {
      'web.sh': '#!/bin/sh\necho "token $API_TOKEN"; exit 3\n',
    });
    const push = await repository.push(app, '--force');
    expect(push.text).to.contain('token *******').and.not.contain('correct-horse');
    const log = await installation.dokku(['builds:output', app]);
    expect(log.stdout).not.to.contain('correct-horse');
  });
});
