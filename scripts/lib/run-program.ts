import { type StdioOptions, spawn } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { dirname } from 'node:path';

/** Variables in addition to those of this process; undefined removes a variable. */
export type Variables = Record<string, string | undefined>;

/**
 * Runs a program with this Node first in its PATH. The output goes to the streams of this process, or to a file.
 * Returns the exit status.
 */
export function runProgram(
  file: string,
  args: string[],
  env: Variables = {},
  output?: string,
): Promise<number> {
  const written = output === undefined ? undefined : openSync(output, 'w');
  const stdio: StdioOptions = written === undefined ? 'inherit' : ['ignore', written, written];
  const path = `${dirname(process.execPath)}:${env.PATH ?? process.env.PATH}`;
  return new Promise((resolve, reject) => {
    const child = spawn(file, args, { stdio, env: { ...process.env, ...env, PATH: path } });
    child.once('error', reject);
    if (written !== undefined) closeSync(written);
    child.once('exit', (code) => resolve(code ?? 1));
  });
}
