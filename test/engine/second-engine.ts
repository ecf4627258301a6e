import { existsSync, readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { Engine, must, run } from './engine.ts';

const folder = '/var/lib';
const prefix = 'dokku-engine-test-';

/**
 * An engine that may be broken: it has a state folder and a network namespace of its own, so the
 * machine's engine, whoever uses it, and another run of the same tests notice nothing.
 */
export const second = make(process.pid);

function make(pid: number): Engine {
  return new Engine(join(folder, `${prefix}${pid}`), `${prefix}${pid}`);
}

/** An empty network for the engine, on a machine without what earlier, interrupted runs left. */
export async function makeNetwork(): Promise<void> {
  for (const pid of abandoned()) await removeEverything(make(pid));
  const namespace = basename(second.state);
  must(await run('ip', ['netns', 'add', namespace]));
  must(await run('ip', ['-netns', namespace, 'link', 'set', 'lo', 'up']));
}

export async function removeEverything(engine = second): Promise<void> {
  const namespace = basename(engine.state);
  // Without its network nothing of it can be looked for; an empty one does.
  if (!existsSync(join('/run/netns', namespace))) must(await run('ip', ['netns', 'add', namespace]));
  must(await engine.verb('reset'));
  must(await run('ip', ['netns', 'delete', namespace]));
}

/** Process ids of runs that are over but did not clean up. */
function abandoned(): number[] {
  const names = [folder, '/run/netns'].flatMap((place) => (existsSync(place) ? readdirSync(place) : []));
  const pids = names
    .filter((name) => name.startsWith(prefix))
    .map((name) => Number(name.slice(prefix.length)))
    .filter((pid) => Number.isInteger(pid) && !existsSync(`/proc/${pid}`));
  return [...new Set(pids)];
}
