import { existsSync, readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { Engine, must, run } from './engine.ts';

const folder = '/var/lib';
const prefix = 'dokku-engine-test-';

/**
 * An engine that tests may break. It has its own state folder and network namespace, so it affects neither the
 * machine's engine nor another run of the same tests.
 */
export const second = make(process.pid);

function make(pid: number): Engine {
  return new Engine(join(folder, `${prefix}${pid}`), `${prefix}${pid}`);
}

/** Creates an empty network for the engine. First removes what earlier, interrupted runs left. */
export async function makeNetwork(): Promise<void> {
  for (const pid of abandoned()) await removeEverything(make(pid));
  const namespace = basename(second.state);
  must(await run('ip', ['netns', 'add', namespace]));
  must(await run('ip', ['-netns', namespace, 'link', 'set', 'lo', 'up']));
}

export async function removeEverything(engine = second): Promise<void> {
  const namespace = basename(engine.state);
  // The engine finds its remaining objects only in a network. An empty network is sufficient.
  if (!existsSync(join('/run/netns', namespace))) must(await run('ip', ['netns', 'add', namespace]));
  must(await engine.verb('reset'));
  must(await run('ip', ['netns', 'delete', namespace]));
}

/** Returns the process ids of finished runs that did not clean up. */
function abandoned(): number[] {
  const names = [folder, '/run/netns'].flatMap((place) => (existsSync(place) ? readdirSync(place) : []));
  const pids = names
    .filter((name) => name.startsWith(prefix))
    .map((name) => Number(name.slice(prefix.length)))
    .filter((pid) => Number.isInteger(pid) && !existsSync(`/proc/${pid}`));
  return [...new Set(pids)];
}
