import { constants } from 'node:fs';
import { access, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { Failure } from '../core/failure.ts';
import { ExecFailure, lastLines } from '../exec/failure.ts';
import { runProgram } from '../exec/run-program.ts';
import { GLOBAL } from '../state/scope.ts';
import type { StorageContext } from './context.ts';

export type PluginTrigger = 'storage-app-mounts' | 'storage-create' | 'storage-destroy' | 'storage-status';

/** Default timeout of an executable, in seconds. */
const defaultTimeoutSeconds = 60;

/** Triggers whose output is shown to the user. The output of the other triggers is only returned to the caller. */
const streamedTriggers: readonly PluginTrigger[] = ['storage-create', 'storage-destroy'];

/**
 * Runs the executable named `trigger` in every folder of `$DOKKU_ROOT/plugins`, in alphabetical order of the folders.
 * Each executable gets `payload` as JSON on standard input. Resolves to the joined output. Throws a Failure when an
 * executable fails.
 */
export async function runPluginTrigger(
  { environment, signal, out, store }: Pick<StorageContext, 'environment' | 'signal' | 'out' | 'store'>,
  trigger: PluginTrigger,
  args: string[],
  payload: unknown,
): Promise<string> {
  let printed = '';
  const limit = Number(store.properties.get(GLOBAL, 'storage', 'trigger-timeout') || defaultTimeoutSeconds);
  const streams = streamedTriggers.includes(trigger);
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
        // Streamed output is already printed.
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
