import { expect } from 'chai';
import type { Job } from '../../../../src/kube/types.ts';
import { describeResult, runOf } from '../../../../src/rollout/tasks/cron-runs.ts';
import { ago, pod } from '../objects.ts';

function job(status: Job['status']): Job {
  return {
    apiVersion: 'batch/v1',
    kind: 'Job',
    metadata: {
      name: 'shop-cron-1',
      namespace: 'default',
      labels: { 'app.kubernetes.io/part-of': 'shop', 'dokku.com/cron-hash': 'abc' },
    },
    spec: { template: { spec: { containers: [] } } },
    status: { startTime: ago(60), ...status },
  };
}

const held = (type: string, reason?: string) => ({ conditions: [{ type, status: 'True' as const, reason }] });
const exited = (exitCode: number, reason = 'Error') =>
  pod({ status: { state: { terminated: { exitCode, reason } } } });

const finished = (exitCode: number, phase: string) => {
  const ended = exited(exitCode);
  return { ...ended, status: { ...ended.status, phase } };
};

describe('a run of a scheduled task', () => {
  for (const [result, status, itsPod] of [
    ['running', { active: 1 }, pod()],
    ['succeeded', held('Complete', 'CompletionsReached'), exited(0, 'Completed')],
    ['failed (exit status 7)', held('Failed', 'BackoffLimitExceeded'), exited(7)],
    ['failed (exit status 137, OOMKilled)', held('Failed', 'BackoffLimitExceeded'), exited(137, 'OOMKilled')],
    ['failed (DeadlineExceeded)', held('Failed', 'DeadlineExceeded'), undefined],
    ['failed', held('Failed', 'BackoffLimitExceeded'), undefined],
    // Kubernetes sets the condition of the Job some time after the end of the pod.
    ['succeeded', { active: 1 }, finished(0, 'Succeeded')],
    ['failed (exit status 7)', { active: 1 }, finished(7, 'Failed')],
  ] as const) {
    it(`${result}: ${JSON.stringify(status)}`, () =>
      expect(describeResult(runOf(job(status), itsPod))).to.equal(result));
  }

  it('has the start of its Job, and the name of its pod for the log', () => {
    expect(runOf(job(held('Complete')), exited(0))).to.include({
      app: 'shop',
      hash: 'abc',
      namespace: 'default',
      startedAt: ago(60),
      pod: 'shop-web-2-abcde',
      exitStatus: 0,
    });
  });
});
