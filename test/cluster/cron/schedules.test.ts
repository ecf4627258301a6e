import { spawnSync } from 'node:child_process';
import { expect } from 'chai';
import { doubtful, refused, taken } from '../../fixtures/schedules.ts';

/** Returns which of the schedules the API server accepts in CronJobs like those of the chart. */
function ask(schedules: string[]): string[] {
  const containers = [{ name: 'task', image: 'busybox' }];
  const template = { spec: { restartPolicy: 'Never', containers } };
  const items = schedules.map((schedule, index) => ({
    apiVersion: 'batch/v1',
    kind: 'CronJob',
    metadata: { name: `schedule-${index}`, namespace: 'default' },
    spec: { schedule, timeZone: 'Etc/UTC', jobTemplate: { spec: { template } } },
  }));
  const args = ['create', '--dry-run=server', '--output=name', '--filename=-'];
  const input = JSON.stringify({ apiVersion: 'v1', kind: 'List', items });
  const { stdout, stderr } = spawnSync('kubectl', args, { input, encoding: 'utf8' });
  const names = stdout.split('\n').filter(Boolean);
  const complaints = stderr.match(/CronJob\.batch "[^"]+" is invalid: spec\.schedule/g) ?? [];
  expect(names.length + complaints.length, `${stdout}${stderr}`).to.equal(schedules.length);
  return schedules.filter((_, index) => names.includes(`cronjob.batch/schedule-${index}`));
}

describe('task schedules', () => {
  it('are accepted and refused exactly as by the API server', () => {
    expect(ask([...taken, ...refused, ...doubtful])).to.deep.equal([...taken, ...doubtful]);
  });
});
