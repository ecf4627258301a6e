import { spawn } from 'node:child_process';
import { mkdirSync, openSync } from 'node:fs';
import { join } from 'node:path';
import type { Settings } from '../settings.ts';
import { EngineError } from '../system/errors.ts';
import { readText } from '../system/files.ts';
import { detail, seconds } from '../system/output.ts';
import { waitFor } from '../system/wait.ts';
import { recordProcess } from './records.ts';
import { component, readStatus } from './status.ts';

/** Starts the supervisor in a session of its own, so that it outlives the terminal. */
export async function launch(settings: Settings): Promise<void> {
  const { logs, records, run } = settings.paths;
  for (const folder of [logs, run, records]) mkdirSync(folder, { recursive: true });
  const log = join(logs, 'supervisor.log');
  const output = openSync(log, 'w');
  const main = join(import.meta.dirname, '..', 'main.ts');
  const child = spawn(process.execPath, [main, 'supervise'], {
    cwd: '/',
    detached: true,
    stdio: ['ignore', output, output],
  });
  child.unref();
  if (child.pid) recordProcess(settings, 'supervisor', child.pid);
  await waitFor(
    'the start of the supervisor',
    () => readStatus(settings) !== undefined || child.exitCode !== null,
    {
      timeout: 20_000,
      interval: 20,
    },
  );
  if (readStatus(settings)) return;
  throw new EngineError(
    `The supervisor stopped at once\n${readText(log).trim().split('\n').slice(-15).join('\n')}`,
  );
}

/** Waits until a component is ready; after the timeout the error shows the end of its log. */
export async function awaitComponent(settings: Settings, name: string, timeout: number): Promise<void> {
  const started = Date.now();
  try {
    await waitFor(name, () => component(settings, name)?.phase === 'ready', { timeout, interval: 20 });
  } catch {
    const tail = readText(join(settings.paths.logs, `${name}.log`))
      .trim()
      .split('\n')
      .slice(-8);
    const restarts = component(settings, name)?.restarts ?? 0;
    throw new EngineError(
      `${name} is not ready after ${timeout / 1000} s, ${restarts} restarts\n${tail.join('\n')}`,
      {
        hint: `see scripts/engine/engine logs ${name}`,
      },
    );
  }
  detail(`${name.padEnd(26)} ready  ${seconds(started)}`);
}
