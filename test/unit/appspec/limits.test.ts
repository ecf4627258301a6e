import { expect } from 'chai';
import { mistakesOf, specOf } from './tree.ts';

const json = (value: object) => ({ 'app.json': JSON.stringify(value) });
/** Linux accepts at most 131,071 bytes in one argument or variable. */
const fits = 131_071;
const told = async (files: Record<string, string>) =>
  (await mistakesOf(files)).map((line) => line.replace(/, is ".*$/, '').replace(/ \(line .*$/, ''));

describe('values that are too long for Kubernetes', () => {
  it('include commands that Linux cannot start, in any place', async () => {
    const long = 'é'.repeat(fits / 2 + 1);
    const cron = [{ command: long, schedule: '@daily' }];
    const scripts = { dokku: { predeploy: long, postdeploy: long }, postdeploy: long };
    const says = 'must be at most 128 KiB (the Linux limit for one argument)';
    expect(await told({ ...json({ cron, scripts }), Procfile: `web: ok\nworker: ${long}` })).to.deep.equal([
      `app.json#/cron/0/command: ${says}`,
      `app.json#/scripts/dokku/predeploy: ${says}`,
      `app.json#/scripts/dokku/postdeploy: ${says}`,
      `app.json#/scripts/postdeploy: ${says}`,
      `Procfile:2: the command of worker ${says}`,
    ]);
    await specOf({ Procfile: `web: ${'x'.repeat(fits)}` });
  });

  it('include variables, together with their names', async () => {
    const env = (length: number) =>
      json({ env: { KEY: 'x'.repeat(length), OTHER: { value: 'x'.repeat(length) } } });
    const says = (key: string) =>
      `app.json#/env/${key}: must be at most 128 KiB with its name (the Linux limit for one variable)`;
    expect(await told(env(fits - 3))).to.deep.equal([says('KEY'), says('OTHER')]);
    expect(await told(env(fits - 4))).to.deep.equal([says('OTHER')]);
    expect(await told(env(fits - 6))).to.deep.equal([]);
  });

  it('include process types above 63 characters together with the app name', async () => {
    const type = 'w'.repeat(60);
    const app = json({ formation: { [type]: { quantity: 1 }, ['w'.repeat(64)]: {} } });
    expect((await told(app)).join('\n')).to.contain(
      'must have a name of at most 63 lower-case letters, digits and dashes',
    );
    expect(await told(json({ healthchecks: { [type]: [] } }))).to.deep.equal([
      `app.json#/healthchecks/${type}: the name demo-${type} has 65 characters; Kubernetes allows 63`,
    ]);
  });

  it('include times that no deploy can wait for, and invalid headers', async () => {
    const check = { type: 'liveness', path: '/', httpHeaders: [{ name: 'X Y', value: '' }] };
    const healthchecks = { web: [check], worker: [{ type: 'liveness', uptime: 2 ** 31 - 1 }] };
    expect(await told(json({ healthchecks }))).to.deep.equal([
      'app.json#/healthchecks/web/0/httpHeaders/0/name: must be the name of a header: letters, digits and dashes',
      'app.json#/healthchecks/worker/0/uptime: must be a whole number from 0 to 86400, is 2147483647',
    ]);
  });
});
