import { expect } from 'chai';
import type { MountSetting } from '../../../../src/release/mounts/mount-rules.ts';
import { mountsOfRelease } from '../../../../src/release/mounts/release-mounts.ts';
import { EVERY_PROCESS } from '../../../../src/state/apps/docker-options.ts';
import type { Mount } from '../../../../src/state/apps/mounts.ts';
import { release } from '../sample.ts';

const mount: Mount = {
  entry: 'data',
  containerPath: '/data',
  processType: EVERY_PROCESS,
  phases: ['deploy', 'run'],
  subpath: 'uploads',
  readonly: true,
  volumeOptions: 'z',
  volumeChown: 'heroku',
};
const setting: MountSetting = {
  ...mount,
  scheduler: 'k3s',
  hostPath: '',
  accessMode: 'ReadWriteMany',
  namespace: 'default',
  foreignPods: [{ app: 'blog', pods: 2 }],
};
const spec = () =>
  release({
    appSpec: { procfile: { web: './serve', worker: './work' } },
    settings: { storage: [setting], scale: { web: 1, worker: 1 } },
  });

describe('the mounts of a release', () => {
  it('are kept in its record as they were set, without data of entries and other apps', () => {
    expect(spec().mounts).to.deep.equal([mount]);
    expect(mountsOfRelease(spec())).to.deep.equal([mount]);
  });

  it('are read from the pods of an older record', () => {
    const { mounts: _, ...old } = spec();
    const found = { ...mount, volumeOptions: '', volumeChown: '' };
    expect(mountsOfRelease(JSON.parse(JSON.stringify(old)))).to.deep.equal([
      { ...found, processType: 'web', phases: ['deploy'] },
      { ...found, processType: 'worker', phases: ['deploy'] },
      { ...found, processType: 'run', phases: ['run'] },
    ]);
  });

  it('are missing in both kinds of record when nothing is mounted', () => {
    const { mounts: _, ...old } = release({ settings: { shmSize: '64Mi' } });
    expect(mountsOfRelease(old)).to.deep.equal([]);
    expect(mountsOfRelease(release({}))).to.deep.equal([]);
  });
});
