import { closeSync, mkdirSync, openSync, rmSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import { buildLogPath, type Environment } from '../../core/environment.ts';
import type { Sink } from '../../core/output.ts';
import type { Store } from '../../state/store.ts';

/** The file with the output of a push. Each write is immediate, so that followers see it and a crash loses nothing. */
export interface BuildLog extends Sink, Disposable {
  path: string;
}

export function openBuildLog(environment: Environment, app: string, build: string): BuildLog {
  const path = buildLogPath(environment, app, build);
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  const file = openSync(path, 'a', 0o600);
  return {
    path,
    write: (text) => void writeSync(file, text),
    [Symbol.dispose]: () => closeSync(file),
  };
}

/** Keeps the newest `retention` finished builds of an app, with their logs. */
export function pruneBuilds(environment: Environment, store: Store, app: string, retention: number): number {
  const ended = store.builds.list(app).filter(({ status }) => status !== 'running');
  const old = ended.slice(retention);
  for (const { id } of old) {
    rmSync(buildLogPath(environment, app, id), { force: true });
    store.builds.remove(id);
  }
  return old.length;
}
