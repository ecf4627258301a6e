import { spawn } from 'node:child_process';
import { dirname } from 'node:path';

/** Runs a program on our own streams, with this Node first in its PATH; its exit status. */
export function runProgram(file: string, args: string[], env: Record<string, string> = {}): Promise<number> {
  const path = `${dirname(process.execPath)}:${env.PATH ?? process.env.PATH}`;
  return new Promise((resolve, reject) => {
    const child = spawn(file, args, { stdio: 'inherit', env: { ...process.env, ...env, PATH: path } });
    child.once('error', reject);
    child.once('exit', (code) => resolve(code ?? 1));
  });
}
