import { existsSync } from 'node:fs';
import type { Settings } from '../settings.ts';
import { EngineError } from '../system/errors.ts';
import { detail, seconds, step } from '../system/output.ts';
import { childProcessorSeconds } from '../system/processor-time.ts';
import { tryRun } from '../system/run.ts';
import { cacheFolder, isBuilt } from './cache.ts';
import { compile, removeUnfinished } from './compile.ts';
import { dropGoCaches, dropModules, goEnvironment, isTight } from './disk.ts';
import { withLock } from './lock.ts';
import type { Program } from './program.ts';
import { Progress } from './progress.ts';

/** Compiles what is missing, one program after the other, since one alone keeps two cores busy. */
export async function buildMissing(settings: Settings, wanted: Program[]): Promise<void> {
  if (wanted.every((candidate) => isBuilt(settings, candidate))) return;
  await needsGo();
  await withLock(settings.cache, async () => {
    removeUnfinished(settings);
    const missing = wanted.filter((candidate) => !isBuilt(settings, candidate));
    const tight = isTight(settings);
    const progress = new Progress(missing);
    step(`Compiling ${missing.length} programs, ${progress}`);
    if (tight) detail('Little disk is free: modules are deleted after each program and downloaded again');
    const minute = setInterval(() => detail(`${progress}`), 60_000).unref();
    try {
      for (const [index, candidate] of missing.entries()) {
        const started = Date.now();
        const workBefore = childProcessorSeconds();
        const name = `[${index + 1}/${missing.length}] ${candidate.name} ${candidate.version}`;
        detail(`${name}: compiling, ${progress}`);
        progress.begin(candidate);
        await compile(settings, candidate, goEnvironment(settings, tight), () => progress.count());
        const packages = progress.end();
        const work = Math.round(childProcessorSeconds() - workBefore);
        detail(`${name}: done in ${seconds(started)} (${work} processor seconds, ${packages} packages)`);
        if (tight) await dropModules(settings);
      }
    } finally {
      clearInterval(minute);
      if (tight) await dropGoCaches(settings);
    }
  });
  const absent = wanted.filter((candidate) => !existsSync(cacheFolder(settings, candidate)));
  if (absent.length) throw new EngineError(`not compiled: ${absent.map(({ name }) => name).join(', ')}`);
}

async function needsGo(): Promise<void> {
  const found = await tryRun('go', ['version']).catch(() => undefined);
  const version = /go1\.(\d+)/.exec(found?.stdout ?? '')?.[1];
  if (Number(version) >= 26) return;
  throw new EngineError(version ? `Go 1.${version} is too old` : 'Go is not installed', {
    hint: 'install Go 1.26 or newer and put it on the PATH: the engine compiles Kubernetes and the programs around it',
  });
}
