import { expect } from 'chai';
import { problems, release } from '../sample.ts';

describe('checks', () => {
  const healthchecks = { web: [{ type: 'readiness' as const, path: '/' }] };
  const web = (checks: object) =>
    release({
      settings: { checks: { disabled: '', skipped: '', waitToRetire: '', ...checks } },
      appSpec: { healthchecks },
    }).processes.find(({ name }) => name === 'web')!;

  it('count unless they are skipped or disabled, for one process type or all', () => {
    expect(web({}).probes).to.have.property('readiness');
    for (const list of ['web', 'worker,web', '_all_']) {
      expect(web({ skipped: list }).probes).to.deep.equal({});
      expect(web({ skipped: list }).strategy).to.include({ type: 'RollingUpdate' });
      expect(web({ disabled: list }).strategy).to.deep.equal({ type: 'Recreate' });
    }
    expect(web({ skipped: 'worker' }).probes).to.have.property('readiness');
    expect(web({ disabled: 'none' }).strategy).to.include({ type: 'RollingUpdate' });
  });

  it('check whether a process with a port listens when no readiness check is set', () => {
    const of = (process: string, healthchecks = {}) =>
      release({
        settings: { scale: { web: 1, worker: 1 } },
        appSpec: { procfile: { web: 'a', worker: 'b' }, healthchecks },
      }).processes.find(({ name }) => name === process)!;
    const listening = { tcpSocket: { port: 5000 }, periodSeconds: 1, successThreshold: 1 };
    expect(of('web')).to.deep.include({ probes: { readiness: listening }, minReadySeconds: undefined });
    expect(of('worker')).to.deep.include({ probes: {}, minReadySeconds: 2 });
    const liveness = { web: [{ type: 'liveness', path: '/' }] };
    expect(of('web', liveness).probes).to.have.keys('liveness', 'readiness');
    expect(of('web', liveness).probes.readiness).to.deep.equal(listening);
    const uptime = { web: [{ type: 'readiness', uptime: 20 }] };
    expect(of('web', uptime)).to.deep.include({ probes: {}, minReadySeconds: 20 });
  });

  it('keep old pods serving for wait-to-retire before their termination grace period', () => {
    expect(web({ waitToRetire: '90s' })).to.deep.include({
      lifecycle: { preStop: { sleep: { seconds: 90 } } },
      terminationGracePeriodSeconds: 120,
    });
    expect(web({ waitToRetire: '0' }).lifecycle).to.equal(undefined);
    const wrong = { settings: { checks: { disabled: '', skipped: '', waitToRetire: 'soon' } } };
    expect(problems(wrong).join()).to.contain('checks:set').and.contain('wait-to-retire 60');
  });
});
