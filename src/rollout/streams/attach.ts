import { attachToContainer, type StreamOptions } from '../../kube/exec.ts';
import { KubeFailure } from '../../kube/failure.ts';
import type { Kube } from '../../kube/kube.ts';
import { readLogs } from '../../kube/logs.ts';
import type { NamespacedName } from '../../kube/types.ts';
import { printBackfill, type ReadLog } from './backfill.ts';
import { BufferedOutput } from './buffered-output.ts';

/**
 * Attaches to a container that was just started, and resolves when the container has exited. Kubernetes attaches only
 * to a running container, so the first output is only in the log:
 *
 *                              attach
 *                                 ▼
 *     log       out 1 | err 1 | out 2 | err 2 | out 3    from the first line on, both outputs mixed
 *     stdout                      t 2 |       | out 3    live; starts anywhere, here within a line
 *     stderr                            err 2            live
 *               └─── backfill ───┘└───── live ──────┘
 *
 * The live outputs are buffered while the log is read. `splice.ts` finds the first line of the log that came live too;
 * the lines before it are the backfill, with the start of a line whose end came live. Then the buffers are printed and
 * the live outputs continue. No line is lost or printed twice. The exception is a block of hundreds of equal lines: the
 * log cannot show how many of them came before the attach.
 */
export async function attachFromStart(
  kube: Kube,
  pod: NamespacedName,
  container: string,
  options: StreamOptions,
): Promise<void> {
  const stdout = new BufferedOutput(options.stdout);
  const stderr = new BufferedOutput(options.stderr ?? options.stdout);
  const opened = Promise.withResolvers<void>();
  const attached = attachToContainer(kube, pod, container, {
    ...options,
    stdout: stdout.input,
    stderr: options.stderr && stderr.input,
    onOpen: opened.resolve,
  });
  attached.then(opened.resolve, opened.resolve);
  await opened.promise;
  const outputs = [stdout, stderr];
  /** Characters of the log that are printed. */
  let printed = 0;
  const print = (text: string) => {
    printed += text.length;
    if (text !== '') options.stdout.write(text);
  };
  const read: ReadLog = (follow, signal) => readLogs(kube, pod, { container, follow, signal });
  await printBackfill(read, outputs, { print, attached, signal: options.signal });
  for (const output of outputs) output.forward();
  try {
    await attached;
  } catch (error) {
    if (!exitedBeforeAttach(error) || outputs.some(({ hasOutput }) => hasOutput)) throw error;
    let length = 0;
    for await (const line of read(true, options.signal)) {
      length += line.length + 1;
      if (length > printed) options.stdout.write(`${line}\n`);
    }
  } finally {
    await Promise.all(outputs.map((output) => output.drained()));
  }
}

/** Whether the attach failed because the process had already exited. Missing permissions are a different error. */
function exitedBeforeAttach(error: unknown): boolean {
  return error instanceof KubeFailure && error.status >= 400 && error.status !== 401 && error.status !== 403;
}
