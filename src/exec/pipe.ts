import { execa } from 'execa';
import { throwIfCancelled } from '../core/failure.ts';
import { boundToUs } from './bound.ts';
import { childEnvironment } from './environment.ts';
import { ExecFailure } from './failure.ts';

export interface Program {
  file: string;
  args: readonly string[];
  cwd?: string;
  env?: Record<string, string | undefined>;
}

/** `from | to` without a shell: bytes go from one program to the other. Throws `ExecFailure` of the one that failed. */
export async function pipe(
  from: Program,
  to: Program,
  options: { signal?: AbortSignal } = {},
): Promise<void> {
  const common = { extendEnv: false, reject: false, cancelSignal: options.signal } as const;
  const source = execa(...boundToUs(from.file, from.args), {
    ...common,
    cwd: from.cwd,
    env: childEnvironment(from.env),
    stdin: 'ignore',
    buffer: { stdout: false, stderr: true },
  });
  const target = execa(...boundToUs(to.file, to.args), {
    ...common,
    cwd: to.cwd,
    env: childEnvironment(to.env),
  });
  const piped = source.pipe(target);
  piped.catch(() => {});
  const results = await Promise.all([source, target]);
  if (options.signal) throwIfCancelled(options.signal);
  for (const [index, result] of results.entries()) {
    if (result.exitCode === 0) continue;
    throw new ExecFailure({
      command: index === 0 ? from.file : to.file,
      stdout: '',
      stderr: String(result.stderr ?? ''),
      exitCode: result.exitCode,
      signal: result.signal,
      timedOut: false,
    });
  }
}
