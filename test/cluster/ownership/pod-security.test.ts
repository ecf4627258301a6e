import { expect } from 'chai';
import pMap from 'p-map';
import { clusterUnderTest } from '../../../scripts/lib/cluster-under-test.ts';
import { randomHex } from '../../../src/core/ids.ts';
import { connectCluster } from '../../../src/kube/connect.ts';
import { KubeFailure } from '../../../src/kube/failure.ts';
import type { Kube } from '../../../src/kube/kube.ts';
import type { Manifest } from '../../../src/kube/types.ts';
import { podSecurityViolations } from '../../../src/release/policy/pod-security.ts';
import { podTemplates } from '../../../src/release/policy/pod-templates.ts';
import type { Level } from '../../../src/release/policy/violation.ts';
import { podCases } from '../../fixtures/pods.ts';

const { kubeconfig } = clusterUnderTest();

describe('the policy for pods', () => {
  const id = randomHex(4);
  let kube: Kube;
  const namespaceOf = (level: Level) => `pods-${level}-${id}`;
  const enforced = ['baseline', 'restricted'] as const;

  before(async () => {
    kube = await connectCluster({ kubeconfig });
    for (const level of enforced)
      await kube.apply({
        apiVersion: 'v1',
        kind: 'Namespace',
        metadata: {
          name: namespaceOf(level),
          labels: {
            'pod-security.kubernetes.io/enforce': level,
            'pod-security.kubernetes.io/enforce-version': 'v1.34',
          },
        },
      });
    // The admission of pods needs the ServiceAccount.
    for (const level of enforced)
      await kube.apply({
        apiVersion: 'v1',
        kind: 'ServiceAccount',
        metadata: { name: 'default', namespace: namespaceOf(level) },
      });
  });

  after(async () => {
    for (const level of enforced)
      await kube.delete({ apiVersion: 'v1', kind: 'Namespace', name: namespaceOf(level) });
  });

  /** Returns the answer of the API server to a dry run. */
  const admission = async (pod: Manifest): Promise<'allowed' | 'refused' | string> => {
    try {
      await kube.create(pod, { dryRun: true });
      return 'allowed';
    } catch (error) {
      if (!(error instanceof KubeFailure)) throw error;
      return error.answer.includes('violates PodSecurity') ? 'refused' : error.answer;
    }
  };

  for (const level of enforced)
    it(`agrees with the API server about the level ${level}, for ${podCases.length} pods`, async () => {
      const differences = await pMap(
        podCases,
        async ({ title, annotations, spec }, index) => {
          const metadata = { name: `pod-${index}`, namespace: namespaceOf(level), annotations };
          const object: Manifest = { apiVersion: 'v1', kind: 'Pod', metadata, spec };
          const violations = podTemplates(object).flatMap((pod) => podSecurityViolations(pod, level));
          const verdict = violations.length === 0 ? 'allowed' : 'refused';
          const answer = await admission(object);
          return answer === verdict ? [] : [`${title}: we say ${verdict}, the API server says ${answer}`];
        },
        { concurrency: 8 },
      );
      expect(differences.flat()).to.deep.equal([]);
    });
});
