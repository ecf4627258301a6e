import { expect } from 'chai';
import type { MountSetting } from '../../../../src/release/mounts/mount-rules.ts';
import { problems, release } from '../sample.ts';

const mount: MountSetting = {
  entry: 'data',
  containerPath: '/data',
  processType: '_default_',
  phases: ['deploy', 'run'],
  subpath: '',
  readonly: false,
  volumeOptions: '',
  volumeChown: '',
  scheduler: 'k3s',
  hostPath: '',
  accessMode: 'ReadWriteOnce',
  namespace: 'default',
  foreignPods: [],
};

function cluster(nodes: number, pinned = false) {
  const claims = { data: { exists: true, pinned } };
  return {
    keda: false,
    kedaHttp: false,
    certManager: false,
    triggerAuthentications: [],
    storage: { nodes, claims },
  };
}

describe('storage of a release', () => {
  it('refuses pods of one volume on several nodes, and lets them share one', () => {
    const settings = { scale: { web: 2 }, storage: [mount] };
    expect(problems({ settings, cluster: cluster(2) }).join()).to.match(
      /one node at a time.*2 pods \(web 2\).*ps:scale demo web=1/,
    );
    expect(problems({ settings, cluster: cluster(1) })).to.deep.equal([]);
    expect(problems({ settings, cluster: cluster(2, true) })).to.deep.equal([]);
  });

  it('counts the pods of other apps', () => {
    const storage = [{ ...mount, foreignPods: [{ app: 'other', pods: 1 }] }];
    expect(problems({ settings: { storage }, cluster: cluster(2) }).join()).to.match(/web 1, other 1/);
  });

  it('stops old pods first where only one pod can hold a volume, in the process with that volume', () => {
    const only = { ...mount, processType: 'worker' };
    const settings = { scale: { web: 1, worker: 1 }, storage: [only] };
    const spec = release({ settings, appSpec: { procfile: { web: 'w', worker: 'x' } } });
    expect(spec.processes.map(({ strategy }) => strategy?.type)).to.deep.equal(['RollingUpdate', 'Recreate']);
  });

  it('refuses two entries at one path, a missing claim, and a docker-local entry', () => {
    expect(problems({ settings: { storage: [mount, { ...mount, entry: 'more' }] } }).join()).to.match(
      /data and more are both mounted at \/data of web, every process, run/,
    );
    const more = { ...mount, entry: 'more', containerPath: '/data/' };
    const clash = (a: Partial<MountSetting>, b: Partial<MountSetting>) =>
      problems({
        settings: {
          storage: [
            { ...mount, ...a },
            { ...more, ...b },
          ],
        },
      });
    expect(clash({}, {}).join()).to.match(
      /both mounted at \/data of .*unmount demo more --container-dir \/data\//,
    );
    expect(clash({ phases: ['run'] }, { phases: ['run'] }).join()).to.match(/at \/data of run/);
    expect(clash({ phases: ['run'] }, { phases: ['deploy'] })).to.deep.equal([]);
    const task = 'l54soc7stvha2vp86uiw4a623g3onru9lb7ys3vaxryd4kckz9uo003oa2chhyxz28tx';
    expect(clash({}, { processType: task }).join()).to.match(new RegExp(`at /data of ${task}`));
    expect(clash({ processType: 'worker' }, { processType: task })).to.deep.equal([]);
    expect(clash({}, { entry: 'data' }).join()).to.match(/data is mounted twice at \/data/);
    const gone = cluster(1);
    gone.storage.claims.data.exists = false;
    expect(problems({ settings: { storage: [mount] }, cluster: gone }).join()).to.match(
      /claim of data is missing/,
    );
    expect(problems({ settings: { storage: [{ ...mount, scheduler: 'docker-local' }] } }).join()).to.match(
      /no volume in the cluster/,
    );
  });
});
