import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import {
  hierarchies,
  isUnified,
  missingControllers,
} from '../../../scripts/engine/src/system/cgroup-mounts.ts';
import { mounts } from '../../../scripts/engine/src/system/mounts.ts';

/** A machine with version 1 and 2 mounted. /sys/fs/cgroup/net_cls exists, but nothing is mounted there. */
const hybrid = `30 22 0:27 / /sys/fs/cgroup ro,relatime - tmpfs tmpfs ro,mode=755
31 30 0:28 / /sys/fs/cgroup/cpu,cpuacct rw,relatime shared:9 - cgroup cgroup rw,cpu,cpuacct
33 30 0:30 / /sys/fs/cgroup/cpuset rw,relatime - cgroup cgroup rw,cpuset
34 30 0:31 / /sys/fs/cgroup/memory rw,relatime - cgroup cgroup rw,memory
38 30 0:35 / /sys/fs/cgroup/pids rw,relatime - cgroup cgroup rw,pids
39 30 0:36 / /sys/fs/cgroup/systemd rw,relatime - cgroup cgroup rw,name=systemd
40 30 0:37 / /sys/fs/cgroup/unified rw,relatime - cgroup2 cgroup2 rw
`;

const kernel =
  '#subsys_name\thierarchy\tnum_cgroups\tenabled\ncpuset\t3\t1\t1\nmemory\t0\t1\t0\npids\t8\t1\t1\n';

describe('the mounted control groups', () => {
  it('come from the mount table', () => {
    const folders = hierarchies(mounts(hybrid)).map(({ folder, version }) => `${version} ${folder}`);
    expect(folders).to.deep.equal([
      '1 /sys/fs/cgroup/cpu,cpuacct',
      '1 /sys/fs/cgroup/cpuset',
      '1 /sys/fs/cgroup/memory',
      '1 /sys/fs/cgroup/pids',
      '1 /sys/fs/cgroup/systemd',
      '2 /sys/fs/cgroup/unified',
    ]);
  });

  it('count once when mounted in two places, and not when only a part is mounted', () => {
    const twice = `${hybrid}50 22 0:30 / /mnt/cpuset rw - cgroup cgroup rw,cpuset\n51 22 0:99 /docker/1 /c rw - cgroup cgroup rw,blkio\n`;
    expect(hierarchies(mounts(twice))).to.deep.equal(hierarchies(mounts(hybrid)));
  });

  it('are found at a mount point with a space in its name', () => {
    const line = '30 22 0:27 / /my\\040groups rw - cgroup2 cgroup2 rw\n';
    expect(hierarchies(mounts(line)).map(({ folder }) => folder)).to.deep.equal(['/my groups']);
  });

  it('are unified where only version 2 is mounted', () => {
    expect(isUnified(hierarchies(mounts('30 22 0:27 / /sys/fs/cgroup rw - cgroup2 cgroup2 rw\n')))).to.equal(
      true,
    );
    expect(isUnified(hierarchies(mounts(hybrid)))).to.equal(false);
    expect(isUnified([])).to.equal(false);
  });

  it('lack a controller that no mount has', () => {
    expect(missingControllers(hierarchies(mounts(hybrid)), kernel)).to.deep.equal([]);
    const without = hybrid.replace(/^3[48] .*\n/gm, '');
    expect(missingControllers(hierarchies(mounts(without)), kernel)).to.deep.equal([
      'control group controller memory is not available: the kernel has it disabled (/proc/cgroups)',
      'control group controller pids is not available: no mount has it',
    ]);
  });

  it('have the controllers of version 2 that the root group lists', () => {
    const folder = mkdtempSync(join(tmpdir(), 'cgroup-'));
    writeFileSync(join(folder, 'cgroup.controllers'), 'cpuset cpu io memory\n');
    const missing = missingControllers([{ folder, version: 2, controllers: [] }], kernel);
    rmSync(folder, { recursive: true });
    expect(missing).to.deep.equal(['control group controller pids is not available: no mount has it']);
  });
});
