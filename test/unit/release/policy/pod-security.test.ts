import { expect } from 'chai';
import type { Manifest } from '../../../../src/kube/types.ts';
import { grantsOf } from '../../../../src/release/policy/grants.ts';
import { podSecurityViolations } from '../../../../src/release/policy/pod-security.ts';
import { podTemplates } from '../../../../src/release/policy/pod-templates.ts';
import type { Level } from '../../../../src/release/policy/violation.ts';

const object = (kind: string, body: object): Manifest => ({
  apiVersion: 'example.com/v1',
  kind,
  metadata: { name: 'shop-web', namespace: 'default' },
  ...body,
});
const withSpec = (spec: object) =>
  object('Deployment', {
    spec: { template: { spec: { containers: [{ name: 'shop-web', image: 'busybox' }], ...spec } } },
  });
const judge = (manifest: Manifest, level: Level = 'baseline') =>
  podTemplates(manifest).flatMap((template) => podSecurityViolations(template, level));
const paths = (manifest: Manifest, level?: Level) => judge(manifest, level).map(({ path }) => path);

// test/cluster/ownership/pod-security.test.ts compares every rule with the API server.
describe('the Pod Security Standards', () => {
  it('are reported by field, with the level that allows it', () => {
    const manifest = withSpec({ hostPID: true, volumes: [{ name: 'host', hostPath: { path: '/' } }] });
    expect(judge(manifest)).to.deep.equal([
      {
        path: 'spec.template.spec.hostPID',
        what: 'gives a namespace of the node (pod-security baseline)',
        need: { property: 'pod-security', value: 'privileged' },
      },
      {
        path: 'spec.template.spec.volumes[0].hostPath',
        what: 'mounts a folder of the node (pod-security baseline)',
        need: { property: 'pod-security', value: 'privileged' },
      },
    ]);
    expect(judge(manifest, 'privileged')).to.deep.equal([]);
  });

  it('treat a value of the wrong type as set', () => {
    expect(paths(withSpec({ hostPID: 'yes', hostIPC: 'false', hostNetwork: null }))).to.deep.equal([
      'spec.template.spec.hostPID',
      'spec.template.spec.hostIPC',
    ]);
    expect(paths(withSpec({ securityContext: { runAsNonRoot: 'yes', runAsUser: '0' } }), 'restricted'))
      .to.include('spec.template.spec.securityContext.runAsNonRoot')
      .and.include('spec.template.spec.securityContext.runAsUser');
  });

  it('name what restricted requires, and baseline as the level that does not', () => {
    expect(
      judge(withSpec({}), 'restricted').map(({ path, need }) => [path.split('.').at(-1), need?.value]),
    ).to.deep.equal([
      ['runAsNonRoot', 'baseline'],
      ['allowPrivilegeEscalation', 'baseline'],
      ['type', 'baseline'],
      ['drop', 'baseline'],
    ]);
  });

  it('apply to the pods of every workload, and to pod specs in objects of unknown kinds', () => {
    const pod = { hostPID: true, containers: [{ name: 'web', image: 'busybox' }] };
    const found = [
      object('Pod', { spec: pod }),
      object('CronJob', { spec: { jobTemplate: { spec: { template: { spec: pod } } } } }),
      object('ScaledJob', { spec: { jobTargetRef: { template: { spec: pod } } } }),
      object('PodTemplate', { template: { spec: pod } }),
      object('Workflow', { spec: { templates: [{ podSpec: pod }, { podSpec: pod }] } }),
      object('Tool', { spec: { pod: { volumes: [{ name: 'node', hostPath: { path: '/' } }] } } }),
      object('Tool', { spec: { pod: { hostNetwork: true } } }),
    ].map((manifest) => paths(manifest));
    expect(found).to.deep.equal([
      ['spec.hostPID'],
      ['spec.jobTemplate.spec.template.spec.hostPID'],
      ['spec.jobTargetRef.template.spec.hostPID'],
      ['template.spec.hostPID'],
      ['spec.templates[0].podSpec.hostPID', 'spec.templates[1].podSpec.hostPID'],
      ['spec.pod.volumes[0].hostPath'],
      ['spec.pod.hostNetwork'],
    ]);
    expect(paths(object('ConfigMap', { data: { containers: '[]' } }))).to.deep.equal([]);
  });

  it('allow the container of a process what docker options gave to it, and nothing to other containers', () => {
    const option = (text: string, process = '_default_') => ({
      process,
      phase: 'deploy' as const,
      option: text,
    });
    const options = [
      option('--cap-add NET_ADMIN'),
      option('--privileged', 'worker'),
      option('--sysctl net.core.somaxconn=1'),
    ];
    const securityContext = { privileged: true, capabilities: { add: ['NET_ADMIN', 'SYS_TIME'] } };
    const manifest = withSpec({
      securityContext: { sysctls: [{ name: 'net.core.somaxconn', value: '1' }] },
      containers: [
        { name: 'shop-web', securityContext },
        { name: 'sidecar', securityContext },
      ],
    });
    const judgeWith = (name: string) => {
      const named = { ...manifest, metadata: { ...manifest.metadata, name } };
      return podTemplates(named)
        .flatMap((template) => podSecurityViolations(template, 'baseline', grantsOf(named, 'shop', options)))
        .map(({ path, what }) => `${path.match(/containers\[\d\]|sysctls/)} ${what.split(' (')[0]}`);
    };
    expect(judgeWith('shop-web')).to.deep.equal([
      'containers[0] gives all rights on the node',
      'containers[0] adds the capability SYS_TIME',
      'containers[1] gives all rights on the node',
      'containers[1] adds the capability NET_ADMIN',
      'containers[1] adds the capability SYS_TIME',
    ]);
    expect(judgeWith('else-web')).to.include('sysctls sets the sysctl net.core.somaxconn');
  });
});
