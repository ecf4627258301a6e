import { type StdioOptions, spawn } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { dirname } from 'node:path';

/** Runs a program on our own streams, or into a file, with this Node first in its PATH; its exit status. */
export function runProgram(
  file: string,
  args: string[],
  env: Record<string, string> = {},
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
