import { expect } from 'chai';
import type { Manifest } from '../../../../src/kube/types.ts';
import { kindViolations } from '../../../../src/release/policy/kinds.ts';

const judge = (
  manifest: Partial<Manifest> & { kind: string },
  kinds: string[] = [],
  annotations: string[] = [],
  ownNamespace = false,
) =>
  kindViolations(
    { apiVersion: 'v1', ...manifest, metadata: { name: 'shop', ...manifest.metadata } },
    { app: 'shop', kinds, annotations, clusterScope: false, ownNamespace },
  );
const needed = (...args: Parameters<typeof judge>) => judge(...args).map(({ need }) => need?.value);

describe('the kinds of an app', () => {
  it('are those of the chart and those that affect the app alone', () => {
    for (const [apiVersion, kind] of [
      ['apps/v1', 'StatefulSet'],
      ['batch/v1', 'Job'],
      ['autoscaling/v2', 'HorizontalPodAutoscaler'],
      ['networking.k8s.io/v1', 'Ingress'],
      ['v1', 'PersistentVolumeClaim'],
    ])
      expect(judge({ apiVersion, kind: kind! }), kind).to.deep.equal([]);
  });

  it('do not include rights, webhooks, quotas and kinds of other programs, unless an administrator lists them', () => {
    for (const [apiVersion, kind, name] of [
      ['rbac.authorization.k8s.io/v1', 'RoleBinding', 'RoleBinding.rbac.authorization.k8s.io'],
      ['v1', 'ResourceQuota', 'ResourceQuota'],
      ['v1', 'LimitRange', 'LimitRange'],
      ['v1', 'List', 'List'],
      ['v1', 'Endpoints', 'Endpoints'],
      [
        'admissionregistration.k8s.io/v1',
        'ValidatingWebhookConfiguration',
        'ValidatingWebhookConfiguration.admissionregistration.k8s.io',
      ],
      ['traefik.io/v1alpha1', 'TLSStore', 'TLSStore.traefik.io'],
      // A kind of another group can have the name of an allowed one.
      ['example.com/v1', 'Deployment', 'Deployment.example.com'],
    ]) {
      expect(needed({ apiVersion, kind: kind! })).to.deep.equal([name]);
      expect(judge({ apiVersion, kind: kind! }, [name!])).to.deep.equal([]);
    }
  });

  it('include no ServiceAccount besides that of the app, and no rights in a cloud', () => {
    expect(judge({ kind: 'ServiceAccount' })).to.deep.equal([]);
    expect(needed({ kind: 'ServiceAccount', metadata: { name: 'robot' } })).to.deep.equal(['ServiceAccount']);
    const role = 'eks.amazonaws.com/role-arn';
    const account = { kind: 'ServiceAccount', metadata: { name: 'shop', annotations: { [role]: 'arn' } } };
    expect(judge(account).map(({ path }) => path)).to.deep.equal([`metadata.annotations.${role}`]);
    expect(judge(account, [], [role]), 'set by annotations:set').to.deep.equal([]);
  });

  it('include no trigger that reads with the identity of KEDA', () => {
    const triggers = (identityOwner?: string) => ({
      apiVersion: 'keda.sh/v1alpha1',
      kind: 'ScaledObject',
      spec: { triggers: [{ type: 'cpu' }, { type: 'aws-sqs-queue', metadata: { identityOwner } }] },
    });
    expect(judge(triggers('operator')).map(({ path }) => path)).to.deep.equal([
      'spec.triggers[1].metadata.identityOwner',
    ]);
    expect(judge(triggers('pod'))).to.deep.equal([]);
    expect(judge(triggers('operator'), ['ScaledObject.keda.sh'])).to.deep.equal([]);
  });

  it('include no Secret that Helm or Kubernetes trusts', () => {
    for (const secret of [
      { metadata: { name: 'sh.helm.release.v1.other.v9' } },
      { metadata: { name: 'x', labels: { owner: 'helm' } } },
      { type: 'helm.sh/release.v1' },
      { type: 'kubernetes.io/service-account-token' },
      { type: 'bootstrap.kubernetes.io/token' },
    ])
      expect(judge({ kind: 'Secret', ...secret }), JSON.stringify(secret)).to.have.length(1);
    expect(judge({ kind: 'Secret', type: 'kubernetes.io/tls' })).to.deep.equal([]);
  });

  it('include no Service that takes traffic of the cluster', () => {
    expect(needed({ kind: 'Service', spec: { externalIPs: ['8.8.8.8'] } })).to.deep.equal(['true']);
    expect(judge({ kind: 'Service', spec: { externalIPs: [] } })).to.deep.equal([]);
    const allowed = {
      app: 'shop',
      kinds: [],
      annotations: [],
      clusterScope: true,
      ownNamespace: false,
    };
    const service = { apiVersion: 'v1', kind: 'Service', metadata: { name: 'shop' } };
    expect(kindViolations({ ...service, spec: { externalIPs: ['8.8.8.8'] } }, allowed)).to.deep.equal([]);
  });

  it('include network policies and disruption budgets of its own pods only', () => {
    const own = { 'app.kubernetes.io/part-of': 'shop' };
    const policy = (podSelector: object) =>
      judge({ apiVersion: 'networking.k8s.io/v1', kind: 'NetworkPolicy', spec: { podSelector } });
    expect(policy({ matchLabels: own })).to.deep.equal([]);
    expect(
      policy({ matchExpressions: [{ key: 'app.kubernetes.io/part-of', operator: 'In', values: ['shop'] }] }),
    ).to.deep.equal([]);
    for (const selector of [
      {},
      { matchLabels: { app: 'shop' } },
      { matchExpressions: [{ key: 'app.kubernetes.io/part-of', operator: 'Exists' }] },
    ])
      expect(policy(selector), JSON.stringify(selector)).to.have.length(1);
    const budget = { apiVersion: 'policy/v1', kind: 'PodDisruptionBudget', spec: { selector: {} } };
    expect(judge(budget).map(({ path }) => path)).to.deep.equal(['spec.selector']);
    expect(judge(budget, [], [], true)).to.deep.equal([]);
  });
});
