import { expect } from 'chai';
import type { KubeObject, Manifest, ObjectMeta } from '../../../../src/kube/types.ts';
import { clusterTriggerManifests } from '../../../../src/release/autoscaling/trigger-auth.ts';
import {
  type NamingPolicy,
  namedViolation,
  needsOwner,
} from '../../../../src/release/policy/named-objects.ts';
import { type ObjectReference, referencesIn } from '../../../../src/release/policy/references.ts';

const object = (kind: string, body: object, apiVersion = 'v1'): Manifest => ({
  apiVersion,
  kind,
  metadata: { name: 'shop', namespace: 'apps' },
  ...body,
});
const namesIn = (...args: Parameters<typeof object>) =>
  referencesIn(object(...args)).map(
    ({ ref }) => `${ref.namespace === 'apps' ? '' : `${ref.namespace}/`}${ref.kind}/${ref.name}`,
  );

describe('the objects that an object names', () => {
  it('are found in every field of a pod', () => {
    expect(
      namesIn('Pod', {
        spec: {
          serviceAccountName: 'robot',
          imagePullSecrets: [{ name: 'pull' }],
          containers: [
            {
              name: 'web',
              envFrom: [{ secretRef: { name: 'from' } }, { configMapRef: { name: 'map-from' } }],
              env: [
                { name: 'A', valueFrom: { secretKeyRef: { name: 'key', key: 'a' } } },
                { name: 'B', valueFrom: { configMapKeyRef: { name: 'map-key', key: 'b' } } },
                { name: 'SECRET', value: 'text' },
              ],
            },
          ],
          volumes: [
            { name: 'a', secret: { secretName: 'volume' } },
            { name: 'b', configMap: { name: 'map-volume' } },
            { name: 'c', projected: { sources: [{ secret: { name: 'projected' } }] } },
            { name: 'd', persistentVolumeClaim: { claimName: 'claim' } },
            { name: 'e', csi: { driver: 'x', nodePublishSecretRef: { name: 'csi' } } },
            { name: 'f', ephemeral: { volumeClaimTemplate: { spec: { volumeName: 'volume' } } } },
          ],
        },
      }),
    ).to.deep.equal([
      'ServiceAccount/robot',
      'Secret/pull',
      'Secret/from',
      'ConfigMap/map-from',
      'Secret/key',
      'ConfigMap/map-key',
      'Secret/volume',
      'ConfigMap/map-volume',
      'Secret/projected',
      'PersistentVolumeClaim/claim',
      'Secret/csi',
      'PersistentVolume/volume',
    ]);
  });

  it('are found where Traefik names middlewares, options and transports', () => {
    const route = { services: [{ name: 'web', serversTransport: 'mtls' }], middlewares: [{ name: 'auth' }] };
    const of = (kind: string, spec: object) => namesIn(kind, { spec }, 'traefik.io/v1alpha1');
    expect(of('IngressRoute', { routes: [route], tls: { options: { name: 'strict' } } })).to.deep.equal([
      'ServersTransport/mtls',
      'Middleware/auth',
      'TLSOption/strict',
    ]);
    expect(of('IngressRouteTCP', { routes: [route] })).to.deep.equal([
      'ServersTransportTCP/mtls',
      'MiddlewareTCP/auth',
    ]);
    expect(of('Middleware', { chain: { middlewares: [{ name: 'auth' }] } })).to.deep.equal([
      'Middleware/auth',
    ]);
    const key = 'traefik.ingress.kubernetes.io/router.middlewares';
    const value = 'apps-auth@kubernetescrd, other-auth@kubernetescrd,gzip@file';
    const metadata = { name: 'shop', namespace: 'apps', annotations: { [key]: value } };
    expect(namesIn('Ingress', { metadata }, 'networking.k8s.io/v1')).to.deep.equal([
      'Middleware/auth',
      'another/Middleware/other-auth',
    ]);
    const filter = { extensionRef: { group: 'traefik.io', kind: 'Middleware', name: 'auth' } };
    expect(namesIn('HTTPRoute', { spec: { rules: [{ filters: [filter] }] } })).to.deep.equal([
      'Middleware/auth',
    ]);
  });

  it('are found in routes, certificates, autoscalers, claims and token Secrets', () => {
    const found = [
      namesIn('Ingress', { spec: { tls: [{ secretName: 'tls' }] } }),
      namesIn('Ingress', {
        metadata: {
          name: 'shop',
          namespace: 'apps',
          annotations: { 'nginx.ingress.kubernetes.io/auth-tls-secret': 'other/ca' },
        },
      }),
      namesIn('Gateway', {
        spec: { listeners: [{ tls: { certificateRefs: [{ name: 'tls', namespace: 'other' }] } }] },
      }),
      namesIn('Middleware', { spec: { basicAuth: { secret: 'users' } } }, 'traefik.io/v1alpha1'),
      namesIn('ServersTransport', { spec: { rootCAsSecrets: ['ca'] } }, 'traefik.io/v1alpha1'),
      namesIn(
        'IngressRoute',
        {
          spec: {
            tls: { secretName: 'tls' },
            routes: [
              {
                services: [
                  { name: 'db', namespace: 'other' },
                  { name: 'web', namespace: 'apps' },
                ],
                middlewares: [{ name: 'auth', namespace: 'other' }],
              },
            ],
          },
        },
        'traefik.io/v1alpha1',
      ),
      namesIn('Issuer', {
        spec: { ca: { secretName: 'ca' }, acme: { privateKeySecretRef: { name: 'key' } } },
      }),
      namesIn('TriggerAuthentication', { spec: { secretTargetRef: [{ name: 'rabbit', key: 'x' }] } }),
      namesIn('ScaledObject', { spec: { scaleTargetRef: { name: 'other-web' } } }),
      namesIn('ScaledObject', {
        spec: {
          triggers: [
            { metadata: { httpScaledObject: 'other-web' } },
            { authenticationRef: { name: 'other-x' } },
          ],
        },
      }),
      namesIn('HorizontalPodAutoscaler', {
        spec: { scaleTargetRef: { apiVersion: 'apps/v1', kind: 'StatefulSet', name: 'db' } },
      }),
      namesIn('PersistentVolumeClaim', {
        spec: { dataSource: { kind: 'PersistentVolumeClaim', name: 'data' }, volumeName: 'pv' },
      }),
      namesIn('PersistentVolumeClaim', {
        spec: { dataSourceRef: { apiGroup: 'snapshot.storage.k8s.io', kind: 'VolumeSnapshot', name: 'old' } },
      }),
      namesIn('Secret', {
        metadata: {
          name: 'x',
          namespace: 'apps',
          annotations: { 'kubernetes.io/service-account.name': 'robot' },
        },
        data: { secretName: 'bm90aGluZw==' },
      }),
    ];
    expect(found).to.deep.equal([
      ['Secret/tls'],
      ['other/Secret/ca'],
      ['other/Secret/tls'],
      ['Secret/users'],
      ['Secret/ca'],
      ['Secret/tls', 'other/Service/db', 'other/Middleware/auth'],
      ['Secret/ca', 'Secret/key'],
      ['Secret/rabbit'],
      ['Deployment/other-web'],
      ['HTTPScaledObject/other-web', 'TriggerAuthentication/other-x'],
      ['StatefulSet/db'],
      ['PersistentVolumeClaim/data', 'PersistentVolume/pv'],
      ['VolumeSnapshot/old'],
      ['ServiceAccount/robot'],
    ]);
  });
});

describe('a named object', () => {
  const policy: NamingPolicy = {
    app: 'shop',
    namespace: 'apps',
    names: ['shop', 'old-shop'],
    isVisible: () => true,
    isApp: (name) => ['shop', 'bank'].includes(name),
    written: [
      { apiVersion: 'v1', kind: 'Secret', namespace: 'apps', name: 'config-shop-1' },
      { apiVersion: 'db.example.com/v1', kind: 'Database', namespace: 'apps', name: 'shop' },
    ],
    mounted: ['data'],
    pullSecrets: ['registry'],
    shared: ['Secret/smtp', 'mail/Secret/smtp'],
  };
  const reference = (name: string, kind = 'Secret', namespace = 'apps'): ObjectReference => ({
    path: 'spec.x',
    ref: { apiVersion: 'v1', kind, namespace, name },
  });
  const judge = (named: ObjectReference, metadata?: Partial<ObjectMeta>) => {
    const present =
      metadata && ({ ...named.ref, metadata: { name: named.ref.name, ...metadata } } as KubeObject);
    if (!needsOwner(named, policy)) return 'allowed';
    return namedViolation(named, present, policy)[0]?.what ?? 'allowed';
  };
  const partOf = (app: string) => ({ labels: { 'app.kubernetes.io/part-of': app } });

  it('may be one that the release writes, that an administrator shares or mounts, or that is missing', () => {
    for (const named of [
      reference('config-shop-1'),
      reference('smtp'),
      reference('smtp', 'Secret', 'mail'),
      reference('data', 'PersistentVolumeClaim'),
      reference('kube-root-ca.crt', 'ConfigMap'),
      reference('default', 'ServiceAccount'),
      reference('missing'),
    ])
      expect(judge(named), JSON.stringify(named.ref)).to.equal('allowed');
  });

  it('may be one of the app: by its label, its Helm release or its owner', () => {
    expect(judge(reference('x'), partOf('shop'))).to.equal('allowed');
    expect(judge(reference('x'), partOf('old-shop'))).to.equal('allowed');
    expect(judge(reference('x'), { annotations: { 'meta.helm.sh/release-name': 'shop' } })).to.equal(
      'allowed',
    );
    const owner = { apiVersion: 'db.example.com/v1', kind: 'Database', name: 'shop', uid: '1' };
    expect(judge(reference('x'), { ownerReferences: [owner] })).to.equal('allowed');
    expect(judge(reference('x'), { ownerReferences: [{ ...owner, name: 'bank' }] })).to.contain(
      'not created',
    );
  });

  it('may not be one of another app, another program or another namespace', () => {
    expect(judge(reference('x'), partOf('bank'))).to.equal(
      'names the Secret x, which belongs to the app bank',
    );
    expect(judge(reference('x'), { annotations: { 'meta.helm.sh/release-name': 'db' } })).to.equal(
      'names the Secret x, which belongs to the Helm release db',
    );
    expect(judge(reference('x'), {})).to.equal('names the Secret x, which was not created for shop');
    expect(judge(reference('x', 'Secret', 'kube-system'))).to.equal(
      'names the Secret x, which is in namespace kube-system',
    );
    expect(
      judge(reference('files', 'PersistentVolumeClaim'), {
        labels: { 'dokku.com/storage-entry': 'files', 'app.kubernetes.io/part-of': 'bank' },
      }),
    ).to.equal(
      'names the PersistentVolumeClaim files, the claim of the storage entry files, which shop does not mount',
    );
  });

  it('has no owner in the messages for an actor who may not see the owner', () => {
    const hidden: NamingPolicy = { ...policy, isVisible: () => false };
    for (const metadata of [
      partOf('bank'),
      { annotations: { 'meta.helm.sh/release-name': 'bank' } },
      { annotations: { 'meta.helm.sh/release-name': 'db' } },
      {},
    ]) {
      const { ref } = reference('x');
      const present = { ...ref, metadata: { name: 'x', ...metadata } } as KubeObject;
      expect(namedViolation(reference('x'), present, hidden)[0]?.what).to.equal(
        'names the Secret x, which was not created for shop',
      );
    }
  });

  it('may be a Secret without an owner that cert-manager writes for a route or an account', () => {
    const judgeFirst = (manifest: Manifest, metadata: Partial<ObjectMeta>) =>
      judge(referencesIn(manifest)[0]!, metadata);
    const tls = { spec: { tls: [{ secretName: 'tls' }] } };
    const metadata = {
      name: 'shop',
      namespace: 'apps',
      annotations: { 'cert-manager.io/cluster-issuer': 'letsencrypt' },
    };
    const account = object('Issuer', { spec: { acme: { privateKeySecretRef: { name: 'key' } } } });
    expect(judgeFirst(object('Ingress', { ...tls, metadata }), {})).to.equal('allowed');
    expect(judgeFirst(account, {})).to.equal('allowed');
    expect(judgeFirst(object('Ingress', tls), {})).to.contain('not created for shop');
    expect(judgeFirst(object('Ingress', { ...tls, metadata }), partOf('bank'))).to.contain('the app bank');
  });

  it('may not be missing when another app may get one of this name later', () => {
    for (const [name, kind] of [
      ['bank-rabbitmq', 'TriggerAuthentication'],
      ['rabbitmq', 'ClusterTriggerAuthentication'],
      ['bank-web', 'HTTPScaledObject'],
      ['bank-files', 'PersistentVolumeClaim'],
      ['kta-bank-rabbitmq', 'Secret'],
      ['tls-bank', 'Secret'],
    ] as const)
      expect(judge(reference(name, kind)), name).to.equal(`names the ${kind} ${name}, which does not exist`);
    for (const name of ['tls-shop', 'tls-old-shop-web', 'shop-postgres'])
      expect(judge(reference(name)), name).to.equal('allowed');
    expect(judge({ ...reference('tls-anything'), generated: true })).to.equal('allowed');
  });

  it('may be credentials of KEDA that an administrator stored for every app', () => {
    const named = reference('rabbitmq', 'ClusterTriggerAuthentication');
    const { authentication } = clusterTriggerManifests('rabbitmq', { host: 'x' });
    expect(judge(named, authentication.metadata)).to.equal('allowed');
    const { annotations: _, ...byHand } = authentication.metadata;
    expect(judge(named, byHand)).to.contain('not created for shop');
    expect(judge(named, {})).to.contain('not created for shop');
    const posing = { ...authentication.metadata, labels: { 'app.kubernetes.io/part-of': 'bank' } };
    expect(judge(named, posing)).to.contain('belongs to the app bank');
  });

  it('may not be one that the cluster trusts', () => {
    expect(judge(reference('sh.helm.release.v1.shop.v1'), partOf('shop'))).to.contain('a record of Helm');
    expect(judge(reference('bootstrap-token-abc'))).to.contain('a bootstrap token');
    const account = { annotations: { 'kubernetes.io/service-account.name': 'admin' } };
    expect(judge(reference('x'), account)).to.contain('a token of the ServiceAccount admin');
  });

  it('may be a pull secret of the settings, unless that belongs to another app', () => {
    expect(judge(reference('registry'), {})).to.equal('allowed');
    expect(judge(reference('registry'), partOf('bank'))).to.contain('belongs to the app bank');
  });
});
