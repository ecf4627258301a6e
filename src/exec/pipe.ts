import { execa } from 'execa';
import { throwIfCancelled } from '../core/failure.ts';
import { bindToParent } from './bind-to-parent.ts';
import { childEnvironment } from './environment.ts';
import { ExecFailure } from './failure.ts';

export interface Program {
  file: string;
  args: readonly string[];
  cwd?: string;
  env?: Record<string, string | undefined>;
}

/** `from | to` without a shell: bytes go from one program to the other. Throws the `ExecFailure` of the failed one. */
export async function pipe(
  from: Program,
  to: Program,
  options: { signal?: AbortSignal } = {},
): Promise<void> {
  const common = { extendEnv: false, reject: false, cleanup: false, cancelSignal: options.signal } as const;
  const source = execa(...bindToParent(from.file, from.args), {
    ...common,
    cwd: from.cwd,
    env: childEnvironment(from.env),
    stdin: 'ignore',
    buffer: { stdout: false, stderr: true },
  });
  const target = execa(...bindToParent(to.file, to.args), {
    ...common,
    cwd: to.cwd,
    env: childEnvironment(to.env),
  });
  const piped = source.pipe(target);
  piped.catch(() => {});
  const results = await Promise.all([source, target]);
  if (options.signal) throwIfCancelled(options.signal);
  // When the target stops reading early, the source fails only because of that: the target's failure comes first.
  const ends = [
    { file: from.file, result: results[0] },
    { file: to.file, result: results[1] },
  ];
  if (!source.stdout.readableEnded) ends.reverse();
  const failed = ends.find(({ result }) => result.exitCode !== 0);
  if (!failed) return;
  const { file, result } = failed;
  throw new ExecFailure({
    command: file,
    stdout: '',
    stderr: String(result.stderr ?? ''),
    exitCode: result.exitCode,
    signal: result.signal,
    timedOut: false,
  });
}
