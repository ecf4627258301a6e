import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { EngineError } from './errors.ts';

export interface RunOptions {
  cwd?: string;
  env?: NodeJS.ProcessEnv;
  input?: string;
  /** Milliseconds after which the program is killed. */
  timeout?: number;
  /** Called with each line of standard error as it comes. */
  onErrorLine?: (line: string) => void;
  /** Let the program write to the terminal itself. */
  inherit?: boolean;
}

export interface RunResult {
  code: number;
  stdout: string;
  stderr: string;
}

/** Runs a program to its end, never through a shell. An exit status other than 0 is not an error. */
export function tryRun(command: string, args: string[], options: RunOptions = {}): Promise<RunResult> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      cwd: options.cwd,
      env: options.env ?? process.env,
      timeout: options.timeout,
      killSignal: 'SIGKILL',
      stdio: ['pipe', options.inherit ? 'inherit' : 'pipe', options.inherit ? 'inherit' : 'pipe'],
    });
    const out: Buffer[] = [];
    const err: Buffer[] = [];
    child.stdout?.on('data', (chunk: Buffer) => out.push(chunk));
    child.stderr?.on('data', (chunk: Buffer) => err.push(chunk));
    if (child.stderr && options.onErrorLine)
      createInterface({ input: child.stderr }).on('line', options.onErrorLine);
    child.on('error', reject);
    child.on('close', (code) => {
      resolve({
        code: code ?? 128,
        stdout: Buffer.concat(out).toString(),
        stderr: Buffer.concat(err).toString(),
      });
    });
    // A program that does not read its input must not end the engine with EPIPE.
    child.stdin?.on('error', () => {});
    child.stdin?.end(options.input ?? '');
  });
}

/** Like tryRun, but an exit status other than 0 is an error that quotes the program. */
export async function run(command: string, args: string[], options: RunOptions = {}): Promise<string> {
  const result = await tryRun(command, args, options);
  if (result.code === 0) return result.stdout;
  const output = (result.stderr || result.stdout).trim().split('\n').slice(-15).join('\n');
  throw new EngineError(`${[command, ...args].join(' ')} exited with status ${result.code}\n${output}`);
}
