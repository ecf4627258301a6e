import { constants } from 'node:fs';
import { access, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { Failure } from '../core/failure.ts';
import { ExecFailure, lastLines } from '../exec/failure.ts';
import { runProgram } from '../exec/run-program.ts';
import { GLOBAL } from '../state/scope.ts';
import type { StorageContext } from './context.ts';

export type PluginTrigger = 'storage-app-mounts' | 'storage-create' | 'storage-destroy' | 'storage-status';

/** Seconds that an executable may take, when nothing else was set. */
const defaultTimeoutSeconds = 60;

/** What these print is for the person who waits; what the others print is an answer. */
const streamed: readonly PluginTrigger[] = ['storage-create', 'storage-destroy'];

/**
 * Runs the executable of that name in every folder of `$DOKKU_ROOT/plugins`, in the order of their names, with
 * `payload` as JSON on standard input; what they print together. One that fails ends it with a Failure.
 */
export async function runPluginTrigger(
  { environment, signal, out, store }: Pick<StorageContext, 'environment' | 'signal' | 'out' | 'store'>,
  trigger: PluginTrigger,
  args: string[],
  payload: unknown,
): Promise<string> {
  let printed = '';
  const limit = Number(store.properties.get(GLOBAL, 'storage', 'trigger-timeout') || defaultTimeoutSeconds);
  const streams = streamed.includes(trigger);
  for (const file of await executables(join(environment.root, 'plugins'), trigger)) {
    try {
      const { stdout } = await runProgram(file, args, {
        env: { DOKKU_ROOT: environment.root },
        input: JSON.stringify(payload),
        signal,
        timeout: limit * 1000,
        onLine: streams ? (line) => out.detail(line) : undefined,
      });
      printed += stdout;
    } catch (error) {
      if (!(error instanceof ExecFailure)) throw error;
      const { stderr, stdout } = error.outcome;
      throw new Failure(`The trigger ${file} failed: ${error.message}`, {
        code: 'storage.trigger',
        // What was streamed stands above already.
        details: streams ? [] : lastLines(stderr || stdout, 10),
        hint: 'The operation was not started. Fix the plugin script or remove it',
        cause: error,
      });
    }
  }
  return printed;
}

async function executables(folder: string, trigger: PluginTrigger): Promise<string[]> {
  const plugins = await readdir(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return [];
    throw error;
  });
  const files = plugins.sort().map((plugin) => join(folder, plugin, trigger));
  const runs = await Promise.all(
    files.map((file) =>
      access(file, constants.X_OK).then(
        () => true,
        () => false,
      ),
    ),
  );
  return files.filter((_, index) => runs[index]);
}
