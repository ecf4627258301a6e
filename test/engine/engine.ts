import { type ChildProcess, type SpawnOptions, spawn } from 'node:child_process';
import { join } from 'node:path';
import { kubectlEnvironment } from '../../scripts/lib/kubectl-environment.ts';

export interface Result {
  code: number;
  stdout: string;
  stderr: string;
}

export const engineCommand = join(import.meta.dirname, '..', '..', 'scripts', 'engine', 'engine');

/** One engine: the machine's own, or another one with its own state folder and network. */
export class Engine {
  readonly state: string;
  readonly #namespace: string | undefined;

  constructor(state = process.env.DOKKU_ENGINE_STATE || '/var/lib/dokku-engine', namespace?: string) {
    this.state = state;
    this.#namespace = namespace;
  }

  verb(...args: string[]): Promise<Result> {
    return this.run(engineCommand, args);
  }

  kubectl(...args: string[]): Promise<Result> {
    const command = [`--kubeconfig=${this.state}/kubeconfig`, ...args];
    return this.run(join(this.state, 'bin', 'kubectl'), command, { env: kubectlEnvironment });
  }

  buildctl(...args: string[]): Promise<Result> {
    const address = `--addr=unix://${this.state}/run/buildkitd.sock`;
    return this.run(join(this.state, 'bin', 'buildctl'), [address, ...args]);
  }

  /** Runs a program in the network of the engine. */
  run(command: string, args: string[], options: SpawnOptions & { input?: string } = {}): Promise<Result> {
    const env = { ...process.env, DOKKU_ENGINE_STATE: this.state, ...options.env };
    const [file, words] = this.#inNetwork(command, args);
    return run(file, words, { ...options, env });
  }

  /** Starts a verb without waiting for its end. */
  start(...args: string[]): ChildProcess {
    const [file, words] = this.#inNetwork(engineCommand, args);
    return spawn(file, words, { env: { ...process.env, DOKKU_ENGINE_STATE: this.state } });
  }

  #inNetwork(command: string, args: string[]): [string, string[]] {
    if (!this.#namespace) return [command, args];
    return ['nsenter', [`--net=/run/netns/${this.#namespace}`, '--', command, ...args]];
  }

  async apply(objects: object[], ...flags: string[]): Promise<void> {
    const input = JSON.stringify({ apiVersion: 'v1', kind: 'List', items: objects });
    const kubeconfig = `--kubeconfig=${this.state}/kubeconfig`;
    must(
      await this.run(join(this.state, 'bin', 'kubectl'), [kubeconfig, 'apply', ...flags, '-f', '-'], {
        input,
      }),
    );
  }
}

export function run(
  command: string,
  args: string[],
  options: SpawnOptions & { input?: string } = {},
): Promise<Result> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { ...options, stdio: ['pipe', 'pipe', 'pipe'] });
    let stdout = '';
    let stderr = '';
    child.stdout?.on('data', (chunk) => (stdout += chunk));
    child.stderr?.on('data', (chunk) => (stderr += chunk));
    child.on('error', reject);
    child.on('close', (code) => resolve({ code: code ?? 128, stdout, stderr }));
    child.stdin?.on('error', () => {});
    child.stdin?.end(options.input ?? '');
  });
}

/** Returns the output of a command that must succeed. */
export function must(result: Result): string {
  if (result.code !== 0) throw new Error(`status ${result.code}: ${result.stderr || result.stdout}`);
  return result.stdout;
}

/** Polls until the condition is true. After the time limit, throws with the last failure as the cause. */
export async function until(
  what: string,
  condition: () => Promise<boolean>,
  timeout = 30_000,
): Promise<void> {
  const deadline = Date.now() + timeout;
  let reason: unknown;
  while (Date.now() < deadline) {
    try {
      if (await condition()) return;
    } catch (error) {
      reason = error;
    }
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  throw new Error(`${what} did not happen within ${timeout / 1000} s`, { cause: reason });
}
