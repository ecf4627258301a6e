import { expect } from 'chai';
import { problems } from './sample.ts';

const KiB = 1024;

describe('settings that are too long for Kubernetes', () => {
  it('include variables that Linux cannot pass to a process', () => {
    const config = { BIG: 'x'.repeat(128 * KiB - 4), FITS: 'x'.repeat(128 * KiB - 1 - 5) };
    expect(problems({ config })).to.deep.equal([
      'The variable BIG has 128 KiB with its name; Linux allows less than 128 KiB · run: dokku config:unset demo BIG',
    ]);
  });

  it('include start commands', () => {
    const settings = { startCommand: `sh -c '${'x'.repeat(128 * KiB)}'` };
    const [problem, ...more] = problems({ settings });
    expect(problem).to.match(
      /^The command of web must be at most 128 KiB \(the Linux limit for one argument\): sh -c 'x+… · run: dokku ps:set demo start-cmd/,
    );
    expect(problem).to.have.length.below(400);
    expect(more).to.deep.equal([]);
  });

  it('include process names together with the app name', () => {
    const type = 'w'.repeat(60);
    expect(problems({ appSpec: { procfile: { [type]: 'x' } } })).to.deep.equal([
      `The name demo-${type} has 65 characters; Kubernetes allows 63 · give the process type a shorter name, and push again`,
    ]);
  });

  it('include annotations that together exceed the limit of an object, with the id of a task', () => {
    const row = (value: string, key = 'example.com/a') => ({
      kind: 'annotation' as const,
      scope: 'app' as const,
      process: undefined,
      type: 'cronjob' as const,
      key,
      value,
    });
    const cron = [{ command: `sh -c '${'x'.repeat(100 * KiB)}'`, schedule: '@daily' }];
    const metadata = [row('x'.repeat(60 * KiB)), row('x'.repeat(61 * KiB), 'example.com/b')];
    expect(problems({ settings: { metadata } })).to.deep.equal([]);
    expect(problems({ settings: { metadata: metadata.slice(1) }, appSpec: { cron } })).to.deep.equal([]);
    expect(problems({ settings: { metadata }, appSpec: { cron } })).to.deep.equal([
      'The annotations of a cronjob object have 277 KiB; Kubernetes allows 256 · run: dokku scheduler-k3s:annotations:set demo example.com/b --resource-type cronjob',
    ]);
  });

  it('include times above the limit', () => {
    const found = problems({
      settings: {
        deployTimeout: '25h',
        stopTimeoutSeconds: '99999999999',
        checks: { disabled: '', skipped: '', waitToRetire: '99999999h' },
      },
    });
    expect(found).to.deep.equal([
      'deploy-timeout "25h" is not a time from a second to a day · run: dokku scheduler-k3s:set demo deploy-timeout 300s',
      'stop-timeout-seconds "99999999999" is not a number of seconds, at most a day · run: dokku ps:set demo stop-timeout-seconds 30',
      'wait-to-retire "99999999h" is not a number of seconds, at most a day · run: dokku checks:set demo wait-to-retire 60',
    ]);
  });
});
