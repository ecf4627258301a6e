import { spawnSync } from 'node:child_process';
import type { Side } from './measure.ts';

/** Measures a program from its start to its exit. A failing program ends the measurement. */
export function command(file: string, args: string[], env: Record<string, string>): Side {
  return async () => {
    const start = performance.now();
    const { status, stderr, error } = spawnSync(file, args, { env, encoding: 'utf8', maxBuffer: 2 ** 28 });
    const time = performance.now() - start;
    if (error) throw error;
    if (status !== 0) throw new Error(`${file} ${args.join(' ')} ended with ${status}:\n${stderr}`);
    return time;
  };
}

/** Returns the reference for every start: the same Node without any work. */
export function bareStart(env: Record<string, string>): Side {
  return command(process.execPath, ['-e', '0'], env);
}
