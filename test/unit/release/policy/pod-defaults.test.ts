import { expect } from 'chai';
import type { Manifest } from '../../../../src/kube/types.ts';
import { withPodDefaults } from '../../../../src/release/policy/pod-defaults.ts';

const object = (apiVersion: string, kind: string, body: object = {}): Manifest => ({
  apiVersion,
  kind,
  metadata: { name: 'db', namespace: 'default' },
  ...body,
});
const containers = [{ name: 'db', image: 'postgres' }];
const ofTemplate = (spec: object) => ({ spec: { template: { spec } } });
const set = (manifest: Manifest, token = false) => withPodDefaults(manifest, { token });
const written = {
  automountServiceAccountToken: false,
  enableServiceLinks: false,
  securityContext: { seccompProfile: { type: 'RuntimeDefault' } },
};

describe('the pods of a Kustomize folder', () => {
  it('get what they leave out, in each kind that runs pods', () => {
    const next = { containers, ...written };
    for (const [apiVersion, kind, body, expected] of [
      ['v1', 'Pod', { spec: { containers } }, { spec: next }],
      ['v1', 'PodTemplate', { template: { spec: { containers } } }, { template: { spec: next } }],
      ['v1', 'ReplicationController', ofTemplate({ containers }), ofTemplate(next)],
      ['apps/v1', 'Deployment', ofTemplate({ containers }), ofTemplate(next)],
      ['apps/v1', 'StatefulSet', ofTemplate({ containers }), ofTemplate(next)],
      ['apps/v1', 'DaemonSet', ofTemplate({ containers }), ofTemplate(next)],
      ['apps/v1', 'ReplicaSet', ofTemplate({ containers }), ofTemplate(next)],
      ['batch/v1', 'Job', ofTemplate({ containers }), ofTemplate(next)],
      [
        'batch/v1',
        'CronJob',
        { spec: { jobTemplate: ofTemplate({ containers }) } },
        { spec: { jobTemplate: ofTemplate(next) } },
      ],
      [
        'keda.sh/v1alpha1',
        'ScaledJob',
        { spec: { jobTargetRef: { template: { spec: { containers } } } } },
        { spec: { jobTargetRef: { template: { spec: next } } } },
      ],
    ] as const)
      expect(set(object(apiVersion, kind, body)), kind).to.deep.equal(object(apiVersion, kind, expected));
  });

  it('keep what they set, also a token that the policy then refuses', () => {
    const own = {
      containers,
      automountServiceAccountToken: true,
      enableServiceLinks: true,
      securityContext: { fsGroup: 999, seccompProfile: { type: 'Unconfined' } },
    };
    const manifest = object('apps/v1', 'StatefulSet', ofTemplate(own));
    expect(set(manifest)).to.equal(manifest);
    const partly = { ...own, enableServiceLinks: null, securityContext: { fsGroup: 999 } };
    expect(set(object('apps/v1', 'StatefulSet', ofTemplate(partly)))).to.deep.equal(
      object(
        'apps/v1',
        'StatefulSet',
        ofTemplate({
          ...own,
          enableServiceLinks: false,
          securityContext: { fsGroup: 999, seccompProfile: { type: 'RuntimeDefault' } },
        }),
      ),
    );
  });

  it('get the token of their ServiceAccount when an administrator allows tokens', () => {
    const { automountServiceAccountToken: _, ...others } = written;
    const job = object('batch/v1', 'Job', ofTemplate({ containers }));
    expect(set(job, true)).to.deep.equal(object('batch/v1', 'Job', ofTemplate({ containers, ...others })));
    const account = object('v1', 'ServiceAccount');
    expect(set(account, true)).to.equal(account);
    expect(set(account)).to.deep.equal({ ...account, automountServiceAccountToken: false });
  });

  it('get no seccomp profile on Windows, which knows none', () => {
    const { securityContext: _, ...others } = written;
    const spec = { containers, os: { name: 'windows' } };
    expect(set(object('v1', 'Pod', { spec }))).to.deep.equal(
      object('v1', 'Pod', { spec: { ...spec, ...others } }),
    );
  });

  it('are not looked for in other kinds, or where the manifest is not valid', () => {
    for (const manifest of [
      object('v1', 'ConfigMap', { data: {} }),
      object('example.com/v1', 'Deployment', ofTemplate({ containers })),
      object('serving.knative.dev/v1', 'Service', ofTemplate({ containers })),
      object('v1', 'constructor', ofTemplate({ containers })),
      object('apps/v1', 'Deployment'),
      object('apps/v1', 'Deployment', { spec: { template: null } }),
      object('apps/v1', 'Deployment', { spec: [] }),
    ])
      expect(set(manifest)).to.equal(manifest);
  });
});
