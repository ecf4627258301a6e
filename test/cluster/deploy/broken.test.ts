import { setTimeout as delay } from 'node:timers/promises';
import { expect } from 'chai';
import { clusterUnderTest } from '../../../scripts/lib/cluster-under-test.ts';
import { Installation, onePod, type Repository, type Running, until } from '../installation.ts';

interface Deployment {
  spec: { replicas: number };
}

interface Case {
  title: string;
  fixture?: string;
  files?: Record<string, string>;
  /** Commands that come before the push, and those that take them back. */
  settings?: (app: string) => string[];
  undo?: (app: string) => string[];
  /** Objects that others made in the namespace. */
  objects?: { kind: string; metadata: { name: string } }[];
  /** What a person must be told. */
  says: RegExp[];
}

const neverReady = '{"healthchecks":{"web":[{"type":"readiness","path":"/late","attempts":100}]}}';

/** The sample with a Kustomize folder of its own; JSON is YAML, too. */
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

const cases: Case[] = [
  { title: 'crash', says: [/exit(ed with)? status 3/, /crash: the database is not there/] },
  { title: 'exit-zero', says: [/exited with status 0/] },
  { title: 'probe', says: [/readiness/i, /\/not-there|404/] },
  { title: 'missing-secret', says: [/not-there/] },
  {
    title: 'missing-config-map',
    ...patched('containers/0/envFrom/-', { configMapRef: { name: 'flags' } }),
    says: [/web needs the ConfigMap flags, which does not exist/],
  },
  {
    title: 'oom',
    settings: (app) => ['resource:limit', '--memory', '32Mi', app],
    undo: (app) => ['resource:limit-clear', app],
    says: [/memory/i, /dokku resource:limit/],
  },
  {
    title: 'init',
    ...patched('initContainers', [
      { name: 'migrate', image: 'busybox', command: ['sh', '-c', 'echo no such table: orders; exit 2'] },
    ]),
    says: [/init container migrate of web exited with status 2/, /no such table: orders/],
  },
  {
    title: 'image-missing',
    ...customised({
      images: [{ name: `${registry}/dokku/broken-APP`, newName: `${registry}/no/such`, newTag: '1' }],
    }),
    says: [/the image \S+no\/such:1 does not exist/],
  },
  {
    title: 'registry-down',
    ...customised({
      images: [{ name: `${registry}/dokku/broken-APP`, newName: '127.0.0.1:1/shop', newTag: '1' }],
    }),
    says: [/the registry 127\.0\.0\.1:1 cannot be reached/],
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
    says: [/quota/, /full/],
  },
  { title: 'dockerfile', says: [/exit (code|status):? ?\d+/] },
  { title: 'image', says: [/not.*(exist|found)/i] },
  { title: 'kustomize', says: [/[Kk]ustomize/] },
  { title: 'app-json', says: [/app\.json#\//] },
  {
    title: 'too-slow',
    fixture: 'hello',
    files: { 'app.json': neverReady },
    settings: (app) => ['scheduler-k3s:set', app, 'deploy-timeout', '6s'],
    undo: (app) => ['scheduler-k3s:set', app, 'deploy-timeout'],
    says: [/No progress for 6\.\d s/, /deploy-timeout/],
  },
  {
    title: 'too-big',
    fixture: 'hello',
    settings: (app) => ['resource:reserve', '--memory', '900Gi', app],
    undo: (app) => ['resource:reserve', '--memory', '16Mi', app],
    says: [/no node|insufficient memory/i],
  },
];

/** Asks the app again and again until the push is over; how often it did not answer. */
async function silencesWhile(push: Running, ask: () => Promise<string | undefined>): Promise<number> {
  let silences = 0;
  while (push.child.exitCode === null) {
    if ((await ask()) === undefined) silences++;
    await delay(20);
  }
  return silences;
}

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
    it(`is rejected with the reason, and the old version stays: ${title}`, async () => {
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
      const silences = await silencesWhile(pushing, () => installation.get(app));
      const push = await pushing.ended;

      expect(push.status, push.text).to.equal(1);
      expect(silences, 'requests without an answer').to.equal(0);
      expect(push.text).to.contain('pre-receive hook declined');
      for (const expected of says) expect(push.text).to.match(expected);
      expect(push.text, 'a next step').to.match(/dokku |commit and push|Correct|push again/);
      expect(await installation.get(app)).to.contain('version 1');
      const head = await good.git('rev-parse', 'HEAD');
      const remote = await good.git(
        'ls-remote',
        `ssh://dokku@127.0.0.1:${installation.port}/${app}`,
        'refs/heads/main',
      );
      expect(remote).to.contain(head.trim());

      if (undo) await installation.must(...undo(app));
      for (const { kind, metadata } of objects) await installation.kubectl('delete', kind, metadata.name);
    });
  }

  it('leaves the old version serving, also when fewer pods are wanted than a failed version had', async () => {
    const shrinking = await installation.create('shrinking');
    const first = await installation.repository('hello', onePod);
    expect((await first.push(shrinking)).status).to.equal(0);
    await until(() => installation.get(shrinking), 'the good version');
    const crash = await installation.repository('broken/crash');
    // Kubernetes spreads the change of a number over all versions that have pods, and begins with the oldest.
    for (const [index, quantity] of [1, 2, 1, 2].entries()) {
      // The last is taken back by itself, to fewer pods again.
      const takenBack = index === 3;
      await installation.must('scheduler-k3s:set', shrinking, 'rollback-on-failure', String(takenBack));
      const formation = { web: { quantity } };
      await crash.commit(`version ${index}`, {
        'app.json': JSON.stringify({ formation }),
        index: `${index}`,
      });
      const pushing = crash.startPush(shrinking, '--force');
      const silences = await silencesWhile(pushing, () => installation.get(shrinking));
      const { status, text } = await pushing.ended;
      expect(status, text).to.equal(1);
      expect(silences, `requests without an answer\n${text}`).to.equal(0);
      expect(text.includes('Rolling back to v1'), text).to.equal(takenBack);
    }
    const second = await first.commit('Mended', { 'index.html': 'mended\n' });
    const { status, text } = await first.push(shrinking, '--force');
    expect(status, text).to.equal(0);
    await until(async () => (await installation.get(shrinking))?.includes('mended'), second);
    const { spec } = await installation.kubeJson<Deployment>('get', 'deployment', `${shrinking}-web`);
    expect(spec.replicas).to.equal(1);
  });

  it('shows all mistakes of a repository at once, before anything is built', async () => {
    const push = await (await installation.repository('broken/app-json')).push(app, '--force');
    expect(push.text.match(/app\.json#\//g)).to.have.length.above(1);
    expect(push.text).not.to.contain('Building');
  });

  it('keeps the log of the failed build', async () => {
    const kept = await installation.create('kept');
    const push = await (await installation.repository('broken/crash')).push(kept);
    expect(push.status, push.text).to.equal(1);
    const output = await installation.dokku(['builds:output', kept]);
    expect(output.status).not.to.equal(0);
    expect(output.stdout).to.contain('crash: the database is not there');
    // A first version that never served has logs of its own, too.
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
