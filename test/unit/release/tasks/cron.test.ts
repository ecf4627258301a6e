import { expect } from 'chai';
import { cronHash, cronId } from '../../../../src/release/tasks/cron.ts';
import { jobManifest } from '../../../../src/release/tasks/job.ts';
import { problems, release } from '../sample.ts';

const mail = { command: 'npm run send-email', schedule: '5 5 5 5 5' };
const id = 'l54soc7stvha2vp86uiw4a623g3onru9lb7ys3vaxryd4kckz9uo003oa2chhyxz28tx';

describe('cron tasks', () => {
  it('have ids and hashes that other programs can compute', () => {
    expect(cronId('node-js-app', mail)).to.equal(id);
    expect(cronHash(id)).to.equal('5ec644d48391f6dc88209bef9c6825247719bf36');
  });

  it('are suspended by the app, by app.json or one by one', () => {
    const suspended = (cronMaintenance: { app: boolean; tasks: string[] }, maintenance = false) =>
      release({
        app: 'node-js-app',
        appSpec: { cron: [{ ...mail, maintenance }] },
        settings: { cronMaintenance },
      }).cron[0]!.suspend;
    expect(suspended({ app: false, tasks: ['other'] })).to.equal(false);
    expect(suspended({ app: true, tasks: [] })).to.equal(true);
    expect(suspended({ app: false, tasks: [id] })).to.equal(true);
    expect(suspended({ app: false, tasks: [] }, true)).to.equal(true);
  });

  it('are refused with shell operators', () => {
    const cron = [{ command: 'a | b', schedule: '@daily' }];
    expect(problems({ appSpec: { cron } })).to.deep.equal([
      `The command of a cron task contains the shell operator "|", but no shell runs the command: a | b · write in app.json: "sh -c 'a | b'", and push again`,
    ]);
  });

  it('run at once as Jobs with the same command and resources', () => {
    const settings = { resources: [{ process: id, kind: 'limit' as const, name: 'memory', value: '64' }] };
    const spec = release({ app: 'node-js-app', appSpec: { cron: [mail] }, settings });
    const job = jobManifest(spec, { kind: 'cron', cron: spec.cron[0], suffix: '0123456789' });
    expect(job.metadata.name).to.equal('node-js-app-cron-0123456789');
    expect(job.metadata.labels).to.include({
      'app.kubernetes.io/name': 'cron',
      'dokku.com/cron-hash': '5ec644d48391f6dc88209bef9c6825247719bf36',
    });
    expect(job.metadata.annotations).to.include({ 'dokku.com/cron-id': id });
    const [container] = job.spec.template.spec.containers;
    expect(container).to.deep.include({
      args: ['npm', 'run', 'send-email'],
      resources: { requests: { cpu: '100m', memory: '64Mi' }, limits: { memory: '64Mi' } },
    });
  });

  it('start in the environment of a buildpack', () => {
    const command = (kind: 'pack' | 'herokuish') =>
      release({ image: { kind }, appSpec: { cron: [mail] } }).cron[0]!.command;
    expect([command('pack'), command('herokuish')]).to.deep.equal([['launcher'], ['/exec']]);
  });
});
