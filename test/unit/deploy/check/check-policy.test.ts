import { expect } from 'chai';
import type { Actor } from '../../../../src/access/actor.ts';
import { Failure } from '../../../../src/core/failure.ts';
import { checkPolicy } from '../../../../src/deploy/check/check-policy.ts';
import type { PreparedRun } from '../../../../src/deploy/frame/deploy-run.ts';
import type { Plan } from '../../../../src/deploy/plan/plan.ts';
import type { Kube } from '../../../../src/kube/kube.ts';
import type { Manifest } from '../../../../src/kube/types.ts';
import { defaultSettings, type ReleaseSettings } from '../../../../src/release/settings/settings.ts';
import { failureOf } from '../../build/failing.ts';
import { ApiServer, answer } from '../../kube/api-server.ts';
import { release } from '../../release/sample.ts';
import { temporaryStore } from '../../state/fixture.ts';

const spec = release({ app: 'shop' });

const deployment = (pod: object): Manifest => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: 'shop-web', namespace: 'default' },
  spec: {
    template: {
      spec: { serviceAccountName: 'shop', containers: [{ name: 'shop-web', image: 'shop' }], ...pod },
    },
  },
});
const account: Manifest = {
  apiVersion: 'v1',
  kind: 'ServiceAccount',
  metadata: { name: 'shop', namespace: 'default' },
  automountServiceAccountToken: false,
};

describe('the policy of an app', () => {
  let server: ApiServer;
  let kube: Kube;
  let state: ReturnType<typeof temporaryStore>;
  beforeEach(async () => {
    state = temporaryStore();
    for (const app of ['shop', 'bank']) state.store.apps.create(app);
    server = new ApiServer();
    kube = await server.start();
    server.handler = ({ url }, response) =>
      url.pathname.endsWith('/missing')
        ? answer(response, 404, { kind: 'Status', reason: 'NotFound', code: 404 })
        : answer(response, 200, { metadata: { name: url.pathname.split('/').at(-1) } });
  });
  afterEach(() => {
    state.end();
    return server.stop();
  });

  const check = (
    objects: Manifest[],
    {
      settings = {},
      properties = {},
      outside,
      of = spec,
      actor = { name: 'ada', via: 'local' },
    }: {
      actor?: Actor;
      settings?: Partial<ReleaseSettings>;
      properties?: Record<string, string>;
      outside?: Failure;
      of?: typeof spec;
    } = {},
  ) =>
    checkPolicy(
      {
        app: 'shop',
        kube: async () => kube,
        signal: new AbortController().signal,
        store: state.store,
        actor,
        facts: {
          names: ['shop'],
          settings: { ...defaultSettings, ...settings },
          properties: { effective: (...[, , key, fallback]: string[]) => properties[key!] ?? fallback },
        },
      } as unknown as PreparedRun,
      {
        spec: of,
        secrets: {
          config: { apiVersion: 'v1', kind: 'Secret', metadata: { name: 'config', namespace: 'default' } },
          others: [],
        },
      } as unknown as Plan,
      objects,
      outside,
    );

  it('accepts the manifest of an old release that asks for no rights, without a request', async () => {
    const { automountServiceAccountToken: _, ...oldAccount } = account;
    const old = { ...spec, pods: undefined };
    const objects = [
      oldAccount as Manifest,
      deployment({ volumes: [{ name: 'x', secret: { secretName: 'config' } }] }),
    ];
    await check(objects, { of: old });
    expect(server.seen).to.deep.equal([]);
    expect((await failureOf(() => check(objects))).details, 'a new one must refuse the token').to.deep.equal([
      'Deployment shop-web in namespace default: spec.template.spec.automountServiceAccountToken must be false for pods of the ServiceAccount shop',
    ]);
  });

  it('accepts names of missing objects: the rollout reports them', async () => {
    await check([account, deployment({ volumes: [{ name: 'x', secret: { secretName: 'missing' } }] })]);
  });

  it('refuses pods of other ServiceAccounts that would get a token', async () => {
    const robot = deployment({ serviceAccountName: undefined });
    expect((await failureOf(() => check([account, robot]))).details).to.deep.equal([
      'Deployment shop-web in namespace default: spec.template.spec.automountServiceAccountToken must be false for pods of the ServiceAccount default',
    ]);
    await check([account, robot], { settings: { serviceAccountToken: 'true' } });
    await check([
      account,
      deployment({ serviceAccountName: 'default', automountServiceAccountToken: false }),
    ]);
  });

  it('refuses each way to ask for a token, with the property that allows it', async () => {
    const projected = {
      automountServiceAccountToken: false,
      volumes: [{ name: 'x', projected: { sources: [{ serviceAccountToken: { path: 'token' } }] } }],
    };
    const failure = await failureOf(() =>
      check([
        { ...account, automountServiceAccountToken: true },
        deployment({ automountServiceAccountToken: true }),
        deployment(projected),
      ]),
    );
    expect(failure.details).to.deep.equal([
      'ServiceAccount shop in namespace default: automountServiceAccountToken gives pods a token of the API server',
      'Deployment shop-web in namespace default: spec.template.spec.automountServiceAccountToken mounts a token of the API server',
      'Deployment shop-web in namespace default: spec.template.spec.volumes[0].projected.sources[0].serviceAccountToken mounts a token of the API server',
    ]);
    expect(failure.hint[1]).to.contain('dokku scheduler-k3s:set shop service-account-token true');
  });

  it('refuses pods for which pods of other apps would be evicted', async () => {
    const critical = deployment({ priorityClassName: 'system-node-critical' });
    const failure = await failureOf(() => check([account, critical]));
    expect(failure.details).to.deep.equal([
      'Deployment shop-web in namespace default: spec.template.spec.priorityClassName system-node-critical evicts the pods of other apps',
    ]);
    expect(failure.hint[1]).to.contain('scheduler-k3s:set shop kustomize-cluster-scope true');
    await check([account, critical], { properties: { 'kustomize-cluster-scope': 'true' } });
    await check([account, deployment({ priorityClassName: 'batch' })]);
  });

  it('reports everything in one failure, with commands that keep what is allowed already', async () => {
    const outside = new Failure('outside', { details: ['ClusterRole all, which is cluster-scoped'] });
    const role: Manifest = {
      apiVersion: 'rbac.authorization.k8s.io/v1',
      kind: 'Role',
      metadata: { name: 'all', namespace: 'default' },
    };
    const failure = await failureOf(() =>
      check(
        [
          account,
          role,
          deployment({ hostPID: true, volumes: [{ name: 'x', secret: { secretName: 'smtp' } }] }),
        ],
        {
          outside,
          settings: { podSecurity: 'restricted' },
          properties: { 'kustomize-kinds': 'ResourceQuota', 'shared-objects': 'Secret/api' },
        },
      ),
    );
    expect(failure.code).to.equal('release.policy');
    expect(failure.details[0]).to.equal(
      'ClusterRole all, which is cluster-scoped: is outside the namespace of the app',
    );
    expect(failure.hint).to.deep.equal([
      'Correct app.json or the Kustomize folder, commit and push again. The running version was not touched',
      'Or ask an administrator to allow this: dokku scheduler-k3s:set shop kustomize-cluster-scope true',
      'And: dokku scheduler-k3s:set shop kustomize-kinds ResourceQuota,Role.rbac.authorization.k8s.io',
      'And: dokku scheduler-k3s:set shop pod-security privileged',
      'And: dokku scheduler-k3s:set shop shared-objects Secret/api,Secret/smtp',
    ]);
  });

  it('refuses one-off commands that docker options gave more, after the options were removed', async () => {
    const old = { ...spec, task: { ...spec.task, securityContext: { privileged: true } } };
    const dockerOptions = [{ process: '_default_', phase: 'run' as const, option: '--privileged' }];
    const ask = (settings: Partial<ReleaseSettings>) => check([account], { settings, of: old });
    await ask({ dockerOptions });
    expect((await failureOf(() => ask({}))).details).to.deep.equal([
      'Job shop-run in namespace default: spec.template.spec.containers[0].securityContext.privileged gives all rights on the node (pod-security baseline)',
    ]);
  });

  const ingress = (spec: object, annotations: Record<string, string> = {}): Manifest => ({
    apiVersion: 'networking.k8s.io/v1',
    kind: 'Ingress',
    metadata: { name: 'shop', namespace: 'default', annotations },
    spec,
  });
  const mallory: Actor = { name: 'mallory', via: 'ssh' };

  it('refuses routes for the domains of other apps, and names only apps that the actor may see', async () => {
    const { store } = state;
    store.domains.replace('--global', ['apps.test']);
    store.domains.replace('bank', ['bank.test', '*.bank.test']);
    store.domains.replace('shop', ['shop.test']);
    store.grants.set({ user: 'mallory', scope: 'shop', role: 'deploy' });
    const hosts = [
      'shop.test',
      'free.test',
      'shop.apps.test',
      'BANK.test.',
      'a.bank.test',
      'bank.apps.test',
      '*.test',
    ];
    const routes = ingress({ rules: hosts.map((host) => ({ host })) });
    const refused = await failureOf(() => check([account, routes]));
    const at = (index: number) => `Ingress shop in namespace default: spec.rules[${index}].host names`;
    expect(refused.details).to.deep.equal([
      `${at(3)} bank.test, which is a domain of bank`,
      `${at(4)} a.bank.test, which is below *.bank.test, a domain of bank`,
      `${at(5)} bank.apps.test, which is the default domain of bank`,
      `${at(6)} *.test, which covers bank.test, a domain of bank`,
      `${at(6)} *.test, which covers *.bank.test, a domain of bank`,
      `${at(6)} *.test, which covers bank.apps.test, the default domain of bank`,
    ]);
    expect(refused.hint.at(-1)).to.equal(
      'Or ask an administrator to allow this: dokku domains:add --force shop bank.test a.bank.test bank.apps.test *.test',
    );
    const hidden = await failureOf(() => check([account, routes], { actor: mallory }));
    expect(hidden.details).to.deep.equal([
      `${at(3)} bank.test, which is a domain of another app`,
      `${at(4)} a.bank.test, which is below a domain of another app`,
      `${at(5)} bank.apps.test, which is the default domain of another app`,
      `${at(6)} *.test, which covers a domain of another app`,
      `${at(6)} *.test, which covers the default domain of another app`,
    ]);
    store.domains.replace('shop', ['bank.test']);
    await check([account, ingress({ rules: [{ host: 'bank.test' }] })]);
  });

  it('refuses routes for every host, unless an administrator allows them', async () => {
    const route: Manifest = {
      apiVersion: 'traefik.io/v1alpha1',
      kind: 'IngressRoute',
      metadata: { name: 'all', namespace: 'default' },
      spec: { routes: [{ match: 'PathPrefix(`/a-long-path`)' }] },
    };
    const refused = await failureOf(() => check([account, route]));
    expect(refused.details).to.deep.equal([
      'IngressRoute all in namespace default: spec.routes[0].match may match the requests of every app',
    ]);
    expect(refused.hint.at(-1)).to.contain('kustomize-cluster-scope true');
    await check([account, route], { properties: { 'kustomize-cluster-scope': 'true' } });
  });

  it('refuses configuration of the ingress controller that no command set', async () => {
    const snippet = 'nginx.ingress.kubernetes.io/configuration-snippet';
    const route = ingress({ rules: [{ host: 'shop.test' }] }, { [snippet]: 'return 200 $token;' });
    expect((await failureOf(() => check([account, route]))).details).to.deep.equal([
      `Ingress shop in namespace default: metadata.annotations.${snippet} configures the ingress controller of all apps`,
    ]);
    const set = (scope: 'global' | 'app') => [
      {
        scope,
        kind: 'annotation' as const,
        type: 'ingress' as const,
        key: snippet,
        value: 'return 200 $token;',
      },
    ];
    await check([account, route], { settings: { metadata: set('global') as ReleaseSettings['metadata'] } });
    await failureOf(() =>
      check([account, route], { settings: { metadata: set('app') as ReleaseSettings['metadata'] } }),
    );
  });

  it('lets the kubelet read registry logins, but not the app', async () => {
    const pod = (more: object) => deployment({ imagePullSecrets: [{ name: 'pull-secret-shop' }], ...more });
    const pulled = { ...spec, pullSecrets: { names: ['pull-secret-shop'], owned: true } };
    await check([account, pod({})], { of: pulled });
    const volumes = [{ name: 'logins', secret: { secretName: 'pull-secret-shop' } }];
    expect((await failureOf(() => check([account, pod({ volumes })], { of: pulled }))).details).to.deep.equal(
      [
        'Deployment shop-web in namespace default: spec.template.spec.volumes[0].secret.secretName names the Secret pull-secret-shop, which holds registry logins: only imagePullSecrets may',
      ],
    );
  });

  it('refuses pods that a Service of another app would select', async () => {
    const labelled = (labels: Record<string, string>): Manifest => ({
      ...deployment({}),
      spec: { template: { ...(deployment({}).spec as { template: object }).template, metadata: { labels } } },
    });
    const service = (name: string, owner: string, selector: object) => ({
      metadata: { name, namespace: 'default', labels: { 'app.kubernetes.io/part-of': owner } },
      spec: { selector },
    });
    server.handler = ({ url }, response) =>
      answer(
        response,
        200,
        url.pathname.endsWith('/services')
          ? {
              metadata: {},
              items: [
                service('db', 'bank', { app: 'db' }),
                service('mine', 'shop', { app: 'db' }),
                service('none', 'bank', {}),
                service('other', 'bank', { app: 'db', tier: 'a' }),
              ],
            }
          : {},
      );
    const refused = await failureOf(() => check([account, labelled({ app: 'db' })], { actor: mallory }));
    expect(refused.details).to.deep.equal([
      'Deployment shop-web in namespace default: spec.template.metadata.labels are selected by the Service db, which was not created for shop',
    ]);
    await check([account, labelled({ app: 'web' })]);
    await check([account, labelled({ app: 'db' })], { properties: { 'shared-objects': 'Service/db' } });
  });

  it('refuses what takes from other apps or uses the rights of other programs', async () => {
    const kinds = [
      { name: 'clustertriggerauthentications', kind: 'ClusterTriggerAuthentication', namespaced: false },
    ];
    server.handler = ({ url }, response) =>
      answer(
        response,
        200,
        url.pathname.endsWith('/all') ? { metadata: { name: 'all' } } : { resources: kinds },
      );
    const refused = await failureOf(() =>
      check([
        account,
        deployment({ priorityClassName: 'system-node-critical' }),
        {
          apiVersion: 'v1',
          kind: 'Service',
          metadata: { name: 'ssh', namespace: 'default' },
          spec: { type: 'LoadBalancer', ports: [{ port: 22 }] },
        },
        {
          apiVersion: 'keda.sh/v1alpha1',
          kind: 'TriggerAuthentication',
          metadata: { name: 'cloud', namespace: 'default' },
          spec: { podIdentity: { provider: 'aws' } },
        },
        {
          apiVersion: 'keda.sh/v1alpha1',
          kind: 'ScaledObject',
          metadata: { name: 'web', namespace: 'default' },
          spec: { triggers: [{ authenticationRef: { kind: 'ClusterTriggerAuthentication', name: 'all' } }] },
        },
      ]),
    );
    expect(refused.details).to.deep.equal([
      'Deployment shop-web in namespace default: spec.template.spec.priorityClassName system-node-critical evicts the pods of other apps',
      'Service ssh in namespace default: spec.type LoadBalancer may take ports of the nodes from the whole cluster',
      'TriggerAuthentication cloud in namespace default: spec.podIdentity uses the identity of KEDA',
      'ScaledObject web in namespace default: spec.triggers[0].authenticationRef.name names the ClusterTriggerAuthentication all, which was not created for shop',
    ]);
    await check([account, deployment({ priorityClassName: 'business' })]);
  });

  it('refuses images of apps that the actor may not see', async () => {
    const { store } = state;
    store.properties.set('--global', 'registry', 'server', 'registry.test');
    store.grants.set({ user: 'mallory', scope: 'shop', role: 'deploy' });
    const sidecar = (image: string) =>
      deployment({
        initContainers: [{ name: 'look', image }],
        containers: [{ name: 'shop-web', image: 'shop' }],
      });
    const ask = (image: string, actor: Actor) => check([account, sidecar(image)], { actor });
    for (const image of ['registry.test/dokku/bank:v1', `registry.test/dokku/bank@sha256:${'0'.repeat(64)}`])
      expect((await failureOf(() => ask(image, mallory))).details).to.deep.equal([
        'Deployment shop-web in namespace default: spec.template.spec.initContainers[0].image is an image of another app',
      ]);
    await ask('registry.test/dokku/shop:v1', mallory);
    await ask('busybox', mallory);
    await ask('registry.test/dokku/bank:v1', { name: 'ada', via: 'local' });
  });
});
