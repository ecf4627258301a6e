import { cpSync, existsSync, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Settings } from '../settings.ts';
import { EngineError } from '../system/errors.ts';
import { run } from '../system/run.ts';
import { cacheFolder, linkerFlags, moduleFolder } from './cache.ts';
import type { Program } from './program.ts';

/** Compiles one program into its cache folder. */
export async function compile(
  settings: Settings,
  wanted: Program,
  environment: NodeJS.ProcessEnv,
): Promise<void> {
  const target = cacheFolder(settings, wanted);
  const work = join(settings.cache, `.work-${wanted.name}-${process.pid}`);
  const cwd = moduleFolder(wanted);
  const env = {
    ...environment,
    CGO_ENABLED: wanted.cgo ? '1' : '0',
    GOFLAGS: '-buildvcs=false -mod=readonly',
  };
  rmSync(work, { recursive: true, force: true });
  mkdirSync(work, { recursive: true });
  try {
    for (const [name, source] of Object.entries(wanted.binaries)) {
      const tags = wanted.tags ? ['-tags', wanted.tags.join(',')] : [];
      const args = [
        'build',
        '-trimpath',
        ...tags,
        '-ldflags',
        linkerFlags(wanted),
        '-o',
        join(work, name),
        source,
      ];
      await run('nice', ['-n', '5', 'go', ...args], { cwd, env });
    }
    for (const [place, { module, path }] of Object.entries(wanted.files ?? {})) {
      await copyFromModule(join(work, place), module, path, { cwd, env });
    }
    rmSync(target, { recursive: true, force: true });
    renameSync(work, target);
  } catch (error) {
    rmSync(work, { recursive: true, force: true });
    throw new EngineError(`Could not compile ${wanted.name} ${wanted.version}: ${(error as Error).message}`, {
      hint: `for all messages of the compiler, run cd ${cwd} && go build -o /dev/null ${Object.values(wanted.binaries)[0]}`,
    });
  }
  removeOlder(settings, wanted, target);
}

async function copyFromModule(
  place: string,
  module: string,
  path: string,
  options: { cwd: string; env: NodeJS.ProcessEnv },
): Promise<void> {
  const folder = (await run('go', ['list', '-m', '-f', '{{.Dir}}', module], options)).trim();
  mkdirSync(dirname(place), { recursive: true });
  cpSync(join(folder, path), place, { recursive: true });
  // Files of the module cache are read-only, and the copies are to be replaceable.
  await run('chmod', ['-R', 'u+w', place]);
}

/** Keeps the cache from growing with every change of a go.mod. */
function removeOlder(settings: Settings, wanted: Program, current: string): void {
  if (!existsSync(settings.cache)) return;
  const versions = new RegExp(`^${wanted.name}-[0-9][^-]*-[0-9a-f]{12}$`);
  for (const name of readdirSync(settings.cache)) {
    const folder = join(settings.cache, name);
    if (versions.test(name) && folder !== current) rmSync(folder, { recursive: true, force: true });
  }
}
