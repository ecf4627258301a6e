import { cpSync, existsSync, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Settings } from '../settings.ts';
import { EngineError } from '../system/errors.ts';
import { run } from '../system/run.ts';
import { cacheFolder, linkerFlags, moduleFolder } from './cache.ts';
import type { Program } from './program.ts';
import { substitute } from './substitute.ts';

/**
 * Debug information, which the linker would drop (`-s -w`), is not produced at all. There is no `-trimpath`: with it,
 * Go's build cache distinguishes packages by the version that a go.mod requires, and two programs share none whose
 * version is replaced.
 */
const compilerFlags = ['-gcflags=all=-dwarf=false'];

/**
 * Compiles one program into its cache folder.
 * @param onPackage called with each Go package that is compiled, as it begins
 */
export async function compile(
  settings: Settings,
  wanted: Program,
  environment: NodeJS.ProcessEnv,
  onPackage: () => void,
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
    const modfile = await substitute(wanted, join(work, 'modules'), { cwd, env });
    for (const [name, source] of Object.entries(wanted.binaries)) {
      const tags = wanted.tags ? ['-tags', wanted.tags.join(',')] : [];
      const args = [
        'build',
        '-v',
        ...compilerFlags,
        ...modfile,
        ...tags,
        '-ldflags',
        linkerFlags(wanted),
        '-o',
        join(work, name),
        source,
      ];
      await run('nice', ['-n', '5', 'go', ...args], {
        cwd,
        env,
        onErrorLine: (line) => isPackage(line) && onPackage(),
      });
    }
    rmSync(join(work, 'modules'), { recursive: true, force: true });
    for (const [place, { module, path }] of Object.entries(wanted.files ?? {})) {
      await copyFromModule(join(work, place), module, path, { cwd, env });
    }
    rmSync(target, { recursive: true, force: true });
    renameSync(work, target);
  } catch (error) {
    rmSync(work, { recursive: true, force: true });
    const told = (error as Error).message.split('\n').filter((line) => !isPackage(line));
    throw new EngineError(`Could not compile ${wanted.name} ${wanted.version}: ${told.join('\n')}`, {
      hint: `for all messages of the compiler, run cd ${cwd} && go build -o /dev/null ${Object.values(wanted.binaries)[0]}`,
    });
  }
  removeOlder(settings, wanted, target);
}

/** Deletes what killed compiles left. The caller holds the lock of the cache, so no other compile runs there. */
export function removeUnfinished(settings: Settings): void {
  for (const name of readdirSync(settings.cache)) {
    if (name.startsWith('.work-')) rmSync(join(settings.cache, name), { recursive: true, force: true });
  }
}

/** `go build -v` prints the path of each package that it compiles. All its other lines contain a blank. */
function isPackage(line: string): boolean {
  return /^[\w./~-]+$/.test(line);
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
