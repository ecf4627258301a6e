import { expect } from 'chai';
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
  beforeEach(async () => {
    server = new ApiServer();
    kube = await server.start();
    server.handler = ({ url }, response) =>
      url.pathname.endsWith('/missing')
        ? answer(response, 404, { kind: 'Status', reason: 'NotFound', code: 404 })
        : answer(response, 200, { metadata: { name: url.pathname.split('/').at(-1) } });
  });
  afterEach(() => server.stop());

  const check = (
    objects: Manifest[],
    {
      settings = {},
      properties = {},
      outside,
      of = spec,
    }: {
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
        store: { apps: { exists: () => false } },
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
      'Deployment shop-web in namespace default: spec.template.spec.priorityClassName is a priority of the cluster itself, for which pods of other apps are evicted',
    ]);
    expect(failure.hint[1]).to.contain('scheduler-k3s:set shop pod-security privileged');
    await check([account, critical], { settings: { podSecurity: 'privileged' } });
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
      'Correct the Kustomize folder, commit and push again. The running version was not touched',
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
});
