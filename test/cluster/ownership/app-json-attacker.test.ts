import { execFileSync } from 'node:child_process';
import { expect } from 'chai';
import { clusterUnderTest } from '../../../scripts/lib/cluster-under-test.ts';
import { describeWithEngine } from '../engine-only.ts';
import { type Ended, Installation, onePod, type Repository } from '../installation.ts';

interface Pod {
  metadata: { name: string; labels: Record<string, string> };
  spec: {
    automountServiceAccountToken?: boolean;
    volumes?: object[];
    containers: { envFrom: { secretRef: { name: string } }[]; env?: object[]; volumeMounts?: object[] }[];
  };
}

interface List<T> {
  items: T[];
}

const treasure = 'gold-of-the-bank';

/** Prints what a command of the repository can reach. Ends with `seen 1 1` without files of the server and a token. */
const look = (task: string) => {
  const token = '/var/run/secrets/kubernetes.io/serviceaccount/token';
  return `sh -c 'env; cat /var/lib/dokku/dokku.sqlite; S=$?; test -e ${token}; echo ${task} seen $S $?'`;
};

// Mallory may deploy `mine`. The app `bank` is not hers, and its name begins with the name of hers, so that she can
// name a process type whose Deployment is that of the bank.
describe('an app.json of an attacker', () => {
  let installation: Installation;
  let repository: Repository;
  let mine: string;
  let bank: string;
  let mallory: string;
  let bankTask: string;

  before(async () => {
    installation = await Installation.start();
    mine = await installation.create('mine');
    bank = `${mine}-bank`;
    await installation.must('apps:create', bank);
    await installation.must('resource:reserve', '--cpu', '5m', '--memory', '16Mi', bank);
    await installation.must('config:set', '--no-restart', bank, `TREASURE=${treasure}`);
    const victim = await installation.repository('hello', {
      'app.json': JSON.stringify({
        ...JSON.parse(onePod['app.json']!),
        cron: [{ command: 'echo pay', schedule: '@yearly' }],
      }),
      'config/kustomize': null,
    });
    succeeded(await victim.push(bank));
    const [task] = JSON.parse(await installation.must('cron:list', bank, '--format', 'json'));
    bankTask = task.id;
    mallory = await installation.makeKey('mallory', ['--role', 'deploy', '--app', mine]);
    repository = await installation.repository('hello', { ...onePod, 'config/kustomize': null });
    repository.key = mallory;
  });
  after(() => installation?.end());

  function succeeded({ status, text }: Ended): string {
    expect(status, text).to.equal(0);
    return text;
  }

  /** Each object of the namespace that a deploy or a task writes. The generation changes with the object. */
  async function objects(): Promise<string[]> {
    const kinds = 'deployments,services,secrets,configmaps,serviceaccounts,cronjobs,jobs,pods';
    const { items } = JSON.parse(await installation.kubectl('get', kinds, '--output', 'json')) as List<{
      kind: string;
      metadata: { name: string; uid: string; generation?: number };
    }>;
    return items.map(({ kind, metadata: { name, uid, generation } }) =>
      [kind, name, uid, ...(isTask.test(kind) ? [] : [generation])].join(' '),
    );
  }

  /** Finished tasks are deleted after a minute. */
  const isTask = /^(Job|Pod)\b/;

  async function expectUnchanged(before: string[], about: string): Promise<void> {
    const after = await objects();
    const added = after.filter((object) => !before.includes(object));
    const removed = before.filter((object) => !after.includes(object) && !isTask.test(object));
    expect({ added, removed }, about).to.deep.equal({ added: [], removed: [] });
  }

  /** Makes an attempt that must fail without a trace. Returns its output. */
  async function refused(attempt: () => Promise<Ended>): Promise<string> {
    const before = await objects();
    const { status, text } = await attempt();
    expect(status, text).to.equal(1);
    expect(text).not.to.contain(treasure).and.not.contain('seen');
    await expectUnchanged(before, text);
    return text;
  }

  const asMallory = (...words: string[]) => installation.ssh(words, { key: mallory });
  const pushed = async (appJson: object, files: Record<string, string | null> = {}) => {
    const formation = { web: { quantity: 1 } };
    await repository.commit('attack', { 'app.json': JSON.stringify({ formation, ...appJson }), ...files });
    return repository.push(mine, '--force');
  };
  const ofMine = (kind: string) => installation.kubeJson<List<Pod>>('get', kind, '-l', partOf(mine));

  it('is refused with every mistake when it is not what Kubernetes allows', async () => {
    const line = 'x\r\nHost: bank';
    const text = await refused(() =>
      pushed({
        formation: { '../bank': {}, run: {}, ['x'.repeat(60)]: {}, 'web,bank': {} },
        healthchecks: {
          web: [
            { type: 'startup', path: '/a\r\nHost: bank' },
            { type: 'readiness', path: 'http://169.254.169.254/' },
            { type: 'liveness', path: '/', httpHeaders: [{ name: line, value: line }] },
          ],
        },
        cron: [
          { command: 'true', schedule: '* * * * * root id' },
          { command: 'true\0id', schedule: '@daily' },
        ],
        scripts: { dokku: { predeploy: '\0' } },
        env: { '$(id)': 'x' },
      }),
    );
    for (const mistake of [
      'formation/..~1bank: must have a name of at most 63',
      'formation/web,bank: must have a name of at most 63',
      'healthchecks/web/0/path: must be a path without control characters',
      'healthchecks/web/1/path: must be a path like /health, without a host',
      'httpHeaders/0/name: must be the name of a header',
      'httpHeaders/0/value: must be one line',
      'cron/0/schedule: must have five fields',
      'cron/1/command: must be a command',
      'scripts/dokku/predeploy: must be a command',
      'env/$(id): must be the name of an environment variable',
    ])
      expect(text).to.contain(mistake);
    const names = await refused(() => pushed({ formation: { run: {}, ['x'.repeat(60)]: {} } }));
    expect(names)
      .to.contain('process type run is reserved for tasks')
      .and.contain(`the name ${mine}-${'x'.repeat(60)} has`);
  });

  it('gets no shell for a command', async () => {
    const text = await refused(() =>
      pushed(
        {
          formation: { web: { quantity: 1 }, worker: { quantity: 1 } },
          cron: [{ command: 'cat $(ls /var/lib/dokku)', schedule: '@daily' }],
          scripts: { dokku: { predeploy: 'true; cat /var/lib/dokku/dokku.sqlite', postdeploy: 'cat `id`' } },
        },
        { Procfile: 'web: sh web.sh\nworker: cat </etc/passwd\n' },
      ),
    );
    for (const problem of [
      'The command of a cron task contains the shell operator "$("',
      'The command of the predeploy task contains the shell operator ";"',
      'The command of the postdeploy task contains the shell operator "`"',
      'The command of worker contains the shell operator "<"',
    ])
      expect(text).to.contain(problem);
    await repository.commit('clean', { Procfile: 'web: sh web.sh\n' });
  });

  it('does not let a node connect elsewhere for a health check', async () => {
    const httpHeaders = [{ name: 'Host', value: '169.254.169.254' }];
    const check = { type: 'liveness', listening: true, port: 80, httpHeaders };
    const text = await refused(() =>
      pushed({ healthchecks: { web: [check] }, scripts: { dokku: { predeploy: look('predeploy') } } }),
    );
    expect(text)
      .to.contain('livenessProbe.tcpSocket.host lets the node connect to another host')
      .and.contain('Correct app.json or the Kustomize folder');
  });

  it('gets no Deployment of another app by the name of a process type', async () => {
    const text = await refused(() =>
      pushed(
        {
          formation: { web: { quantity: 1 }, 'bank-web': { quantity: 1 } },
          scripts: { dokku: { predeploy: look('predeploy') } },
        },
        { Procfile: 'web: sh web.sh\nbank-web: sh web.sh\n' },
      ),
    );
    expect(text).to.contain(
      `Deployment ${bank}-web in namespace ${installation.namespace} belongs to another app`,
    );
    expect(text).not.to.contain(`the app ${bank}`);
    await repository.commit('clean', { Procfile: 'web: sh web.sh\n' });
  });

  describeWithEngine('with triggers', 'the add-on keda of the engine', () => {
    const cluster = () => `vault-${installation.id}`;
    const keda = (kind: string, name: string, metadata: object) => ({
      apiVersion: 'keda.sh/v1alpha1',
      kind,
      metadata: { name, ...metadata },
      spec: { secretTargetRef: [{ parameter: 'host', name: 'rabbitmq', key: 'host' }] },
    });
    const scaled = (...triggers: object[]) => ({
      formation: { web: { quantity: 1, autoscaling: { max_quantity: 2, triggers } } },
    });

    it('uses no credentials and no objects of others', async () => {
      execFileSync('scripts/engine/engine', ['addon', 'keda'], { stdio: 'ignore' });
      const { namespace } = installation;
      const labels = { 'app.kubernetes.io/part-of': bank };
      await installation.apply(keda('TriggerAuthentication', `${bank}-rabbitmq`, { namespace, labels }));
      await installation.apply(keda('ClusterTriggerAuthentication', cluster(), {}));
      const login = (name: string, kind?: string) => ({
        type: 'rabbitmq',
        name: `${name}-${kind}`,
        metadata: { queueName: 'x', mode: 'QueueLength', value: '1' },
        authenticationRef: { name, kind },
      });
      const text = await refused(() =>
        pushed(
          scaled(
            login(`${bank}-rabbitmq`),
            login(`${bank}-later`),
            login(cluster(), 'ClusterTriggerAuthentication'),
            { type: 'aws-sqs-queue', metadata: { queueURL: 'https://x', identityOwner: 'operator' } },
            {
              type: 'external-push',
              metadata: { scalerAddress: 'scaler.keda:9090', httpScaledObject: `[[ .APP_NAME ]]-bank-web` },
            },
          ),
        ),
      );
      for (const line of [
        `triggers[0].authenticationRef.name names the TriggerAuthentication ${bank}-rabbitmq, which was not created for ${mine}`,
        `triggers[1].authenticationRef.name names the TriggerAuthentication ${bank}-later, which does not exist`,
        `triggers[2].authenticationRef.name names the ClusterTriggerAuthentication ${cluster()}, which was not created for ${mine}`,
        'triggers[3].metadata.identityOwner uses the identity of KEDA',
        `triggers[4].metadata.httpScaledObject names the HTTPScaledObject ${bank}-web, which does not exist`,
      ])
        expect(text).to.contain(line);
      await installation.kubectl('delete', 'clustertriggerauthentication', cluster());
    });

    it('uses the credentials that an administrator stored for every app', async () => {
      const set = [
        'scheduler-k3s:autoscaling-auth:set',
        '--global',
        'postgresql',
        '--metadata',
        'password=x',
      ];
      await installation.must(...set);
      const metadata = { query: 'SELECT 1', targetQueryValue: '1', host: 'x', userName: 'x', dbName: 'x' };
      succeeded(await pushed(scaled({ type: 'postgresql', metadata })));
      const { spec } = JSON.parse(
        await installation.kubectl('get', 'scaledobject', `${mine}-web`, '--output', 'json'),
      );
      expect(spec.triggers[0].authenticationRef).to.deep.equal({
        name: 'postgresql',
        kind: 'ClusterTriggerAuthentication',
      });
      await installation.must(...set.slice(0, 3));
    });
  });

  it('runs its commands only in pods of the app, without a token, files of the server and config of others', async () => {
    const text = succeeded(
      await pushed(
        {
          scripts: {
            dokku: { predeploy: look('predeploy'), postdeploy: look('postdeploy') },
            postdeploy: look('first-deploy'),
          },
          cron: [
            { command: look('cron'), schedule: '@yearly' },
            { command: 'sleep 600', schedule: '@yearly' },
          ],
        },
        { Procfile: `web: sh web.sh\nrelease: ${look('release')}\n` },
      ),
    );
    for (const task of ['predeploy', 'release', 'first-deploy', 'postdeploy'])
      expect(text).to.match(new RegExp(`${task} seen 1 1`));
    expect(text).not.to.contain(treasure);

    const [looking, sleeping] = JSON.parse(await installation.must('cron:list', mine, '--format', 'json'));
    const ran = succeeded(await asMallory('cron:run', mine, looking.id));
    expect(ran).to.contain('cron seen 1 1').and.not.contain(treasure);
    succeeded(await asMallory('cron:run', '--detach', mine, sleeping.id));
    succeeded(await asMallory('run:detached', mine, 'sleep', '600'));

    const pods = (await ofMine('pods')).items;
    const kinds = pods.map(({ metadata: { labels } }) => labels['app.kubernetes.io/name']);
    expect(kinds).to.include.members(['web', 'predeploy', 'release', 'postdeploy', 'cron', 'run']);
    for (const { metadata, spec } of pods) {
      expect(spec.automountServiceAccountToken, metadata.name).to.equal(false);
      expect(spec.volumes ?? [], metadata.name).to.deep.equal([]);
      for (const { envFrom, volumeMounts } of spec.containers) {
        expect(envFrom.map(({ secretRef }) => secretRef.name).join(), metadata.name).to.match(
          new RegExp(`^config-${mine}-[0-9a-f]+$`),
        );
        expect(volumeMounts ?? [], metadata.name).to.deep.equal([]);
      }
    }
    // The API server names each pod of the namespace that exceeds the level.
    const level = 'pod-security.kubernetes.io/enforce=baseline';
    const judged = await installation.run(
      'kubectl',
      ['label', '--dry-run=server', '--overwrite', 'namespace', installation.namespace, level],
      { env: { KUBECONFIG: clusterUnderTest().kubeconfig } },
    );
    expect(judged.status, judged.text).to.equal(0);
    expect(judged.text).not.to.match(/warning|violat/i);
    succeeded(await asMallory('run:stop', mine));
  });

  it('runs no scheduled task but those of the app', async () => {
    for (const [id, reason] of [
      [bankTask, 'has no scheduled task with the id'],
      [`x,app.kubernetes.io/part-of=${bank}`, 'has no scheduled task with the id'],
      ['../../bank', 'has no scheduled task with the id'],
    ] as const) {
      const before = await objects();
      const { status, text } = await asMallory('cron:run', mine, id);
      expect(status, text).not.to.equal(0);
      expect(text).to.contain(reason).and.not.contain(treasure);
      await expectUnchanged(before, '');
    }
    const [own] = JSON.parse(await installation.must('cron:list', mine, '--format', 'json'));
    for (const words of [
      ['cron:run', '--ttl-seconds', '0', mine, own.id],
      ['cron:run', mine, own.id, 'env'],
      ['cron:run', mine, `${own.id};env`],
    ]) {
      const before = await objects();
      expect((await asMallory(...words)).status, words.join(' ')).not.to.equal(0);
      await expectUnchanged(before, '');
    }
  });

  it('and the Kustomize folder of an earlier push do not apply to git:from-image', async () => {
    const extra = `extra-${installation.id}`;
    succeeded(
      await pushed(
        { cron: [{ command: 'true', schedule: '@yearly' }] },
        {
          Procfile: 'web: sh web.sh\n',
          'config/kustomize/kustomization.yaml': JSON.stringify({
            resources: ['rendered.yaml', 'extra.yaml'],
          }),
          'config/kustomize/extra.yaml': JSON.stringify({
            apiVersion: 'v1',
            kind: 'ConfigMap',
            metadata: { name: extra },
          }),
        },
      ),
    );
    const ours = async () => [
      (await installation.kubectl('get', 'configmaps', '--output', 'name')).includes(extra),
      (await ofMine('cronjobs')).items.length,
    ];
    expect(await ours()).to.deep.equal([true, 1]);
    const { image } = JSON.parse(await installation.must('releases:info', mine, '--format', 'json'));
    succeeded(await asMallory('git:from-image', mine, image));
    expect(await ours()).to.deep.equal([false, 0]);
    succeeded(await asMallory('ps:rebuild', mine));
    expect(await ours()).to.deep.equal([false, 0]);
    // The policy judges an image like a push: this setting makes the pods name a Secret of the bank.
    const secrets = await installation.kubeJson<List<Pod>>('get', 'secrets', '-l', partOf(bank));
    const config = secrets.items.find(({ metadata: { name } }) => name.startsWith('config-'))!.metadata.name;
    await installation.must('scheduler-k3s:set', mine, 'image-pull-secrets', config);
    for (const words of [
      ['git:from-image', mine, image],
      ['ps:rebuild', mine],
    ])
      expect(await refused(() => asMallory(...words))).to.contain(
        `names the Secret ${config}, which was not created for ${mine}`,
      );
    await installation.must('scheduler-k3s:set', mine, 'image-pull-secrets');
    succeeded(await pushed({}));
    expect(await ours()).to.deep.equal([true, 0]);
  });
});

function partOf(app: string): string {
  return `app.kubernetes.io/part-of=${app}`;
}
