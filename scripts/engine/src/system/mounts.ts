import { readFileSync } from 'node:fs';
import { run } from './run.ts';

/** Mount points below a folder, the latest first, which is the order to undo them in. */
function mountsBelow(folder: string): string[] {
  return readFileSync('/proc/self/mountinfo', 'utf8')
    .split('\n')
    .map((line) => decode(line.split(' ')[4] ?? ''))
    .filter((point) => point.startsWith(`${folder}/`))
    .reverse();
}

/** Spaces and the like stand as octal escapes in the mount table. */
function decode(text: string): string {
  return text.replaceAll(/\\([0-7]{3})/g, (_, octal: string) =>
    String.fromCharCode(Number.parseInt(octal, 8)),
  );
}

export async function unmountBelow(folder: string): Promise<void> {
  const points = mountsBelow(folder);
  // Lazily: whatever still held a file open there has been ended or does not matter any more.
  if (points.length > 0) await run('umount', ['--lazy', '--', ...points]);
}
