import {
  chmodSync,
  copyFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import type { Settings } from '../settings.ts';
import { run, tryRun } from '../system/run.ts';
import type { BaseImage } from './base-images.ts';
import { debian } from './debian.ts';
import { inputsHash } from './inputs.ts';

const npmVersion = '11.19.1';
const recipe = join(import.meta.dirname, '..', '..', 'images', 'node', 'Dockerfile');

/** The Node binary that runs the engine, with npm from its own package. */
export function node(): BaseImage {
  return {
    name: 'node',
    tags: ['24-slim'],
    inputs: inputsHash([recipe], [process.version, npmVersion, debian().inputs]),
    prepare: async (settings, folder) => {
      copyFileSync(process.execPath, join(folder, 'node'));
      chmodSync(join(folder, 'node'), 0o755);
      cpSync(await npmFolder(settings), join(folder, 'npm'), { recursive: true });
      writeFileSync(join(folder, 'npmrc'), await npmrc());
    },
  };
}

async function npmFolder(settings: Settings): Promise<string> {
  const folder = join(settings.cache, 'images', `npm-${npmVersion}`);
  if (existsSync(folder)) return folder;
  const work = `${folder}.${process.pid}`;
  mkdirSync(work, { recursive: true });
  await run('npm', ['pack', `npm@${npmVersion}`, '--pack-destination', work], { cwd: work });
  const [archive = ''] = readdirSync(work);
  await run('tar', ['-C', work, '-xzf', join(work, archive)]);
  renameSync(join(work, 'package'), folder);
  rmSync(work, { recursive: true });
  return folder;
}

/** Builds use the registry that this machine uses. */
async function npmrc(): Promise<string> {
  const { stdout } = await tryRun('npm', ['config', 'get', 'registry']);
  const registry = stdout.trim();
  const lines = ['update-notifier=false', 'fund=false'];
  if (registry.startsWith('http')) lines.push(`registry=${registry}`);
  return `${lines.join('\n')}\n`;
}
