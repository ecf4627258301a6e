import { spawnSync } from 'node:child_process';
import { expect } from 'chai';
import { doubtful, refused, taken } from '../../fixtures/schedules.ts';

/** Which of the schedules the API server would take, of CronJobs as the chart makes them. */
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

describe('schedules of tasks', () => {
  it('are taken and refused as the API server does', () => {
    expect(ask([...taken, ...refused, ...doubtful])).to.deep.equal([...taken, ...doubtful]);
  });
});
