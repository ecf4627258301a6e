import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';

const checkout = join(import.meta.dirname, '..', '..');

let building: Promise<string> | undefined;

/**
 * Builds an installation of the current sources, once for all tests of this process. A build in the checkout would
 * delete the files of a running server, so this installation is in another folder. Resolves to that folder.
 */
export function built(): Promise<string> {
  building ??= build();
  return building;
}

async function build(): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'dokku-build-'));
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  mkdirSync(join(folder, 'bin'));
  for (const name of ['bin', 'hooks', 'templates'])
    cpSync(join(checkout, name), join(folder, name), { recursive: true });
  symlinkSync(join(checkout, 'node_modules'), join(folder, 'node_modules'));
  const out = join(folder, 'dist');
  await execa(process.execPath, ['scripts/build.ts', '--outdir', out], { cwd: checkout });
  return folder;
}
