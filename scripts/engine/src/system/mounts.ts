import { readFileSync } from 'node:fs';
import { run } from './run.ts';

export interface Mount {
  /** Major and minor number of the file system, such as `0:28`. */
  device: string;
  /** The folder of that file system which is mounted. */
  root: string;
  point: string;
  /** Such as `ext4` or `cgroup`. */
  type: string;
  /** Of the file system. */
  options: string[];
}

/** The mount table of this process, in the order of mounting. */
export function mounts(text = readFileSync('/proc/self/mountinfo', 'utf8')): Mount[] {
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => {
      const [own = '', system = ''] = line.split(' - ');
      const [, , device = '', root = '', point = ''] = own.split(' ');
      const [type = '', , options = ''] = system.split(' ');
      return { device, root: decode(root), point: decode(point), type, options: options.split(',') };
    });
}

/** Spaces and the like stand as octal escapes in the mount table. */
function decode(text: string): string {
  return text.replaceAll(/\\([0-7]{3})/g, (_, octal: string) =>
    String.fromCharCode(Number.parseInt(octal, 8)),
  );
}

/** Mount points below a folder, the latest first, which is the order to undo them in. */
function mountsBelow(folder: string): string[] {
  return mounts()
    .map(({ point }) => point)
    .filter((point) => point.startsWith(`${folder}/`))
    .reverse();
}

export async function unmountBelow(folder: string): Promise<void> {
  const points = mountsBelow(folder);
  // Lazily: whatever still held a file open there has been stopped or does not matter any more.
  if (points.length > 0) await run('umount', ['--lazy', '--', ...points]);
}
