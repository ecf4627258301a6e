import { expect } from 'chai';
import { scheduleProblem } from '../../../src/appspec/schema/schedule.ts';

describe('cron schedules', () => {
  for (const good of [
    '* * * * *',
    '*/5 0-6,22 1 jan-MAR sun',
    '0 0 * * 7',
    '@daily',
    '5 5 5 5 5',
    ' 1  2 3 4 5',
  ]) {
    it(`takes "${good}"`, () => expect(scheduleProblem(good)).to.equal(undefined));
  }
  for (const bad of [
    '',
    '* * * *',
    '60 * * * *',
    '* 24 * * *',
    '* * 0 * *',
    '* * * 13 *',
    '* * * * 8',
    '5-1 * * * *',
    '*/0 * * * *',
    '1/2/3 * * * *',
    'x * * * *',
    '@reboot',
    '@every 5m',
  ]) {
    it(`refuses "${bad}"`, () => expect(scheduleProblem(bad)).to.match(/^must /));
  }
});
