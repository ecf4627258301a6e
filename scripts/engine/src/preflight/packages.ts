import { join } from 'node:path';
import { readText } from '../system/files.ts';
import { tryRun } from '../system/run.ts';

/** One list for this check and for scripts/bootstrap, which installs what is missing. */
const wanted = readText(join(import.meta.dirname, 'packages.txt'))
  .trim()
  .split('\n');

export async function missingPackages(): Promise<string[]> {
  const found = await tryRun('dpkg-query', [
    '-W',
    '-f',
    '${Package} ${db:Status-Status}\\n',
    ...wanted,
  ]).catch(() => undefined);
  // Not a Debian machine: the programs may be installed under other package names.
  if (!found) return [];
  const installed = new Set(
    found.stdout
      .split('\n')
      .filter((line) => line.endsWith(' installed'))
      .map((line) => line.split(' ')[0]),
  );
  return wanted.filter((name) => !installed.has(name));
}
