import { attachToContainer, type StreamOptions } from '../../kube/exec.ts';
import { KubeFailure } from '../../kube/failure.ts';
import type { Kube } from '../../kube/kube.ts';
import { readLogs } from '../../kube/logs.ts';
import { printBackfill, type Read } from './backfill.ts';
import { BufferedOutput } from './buffered-output.ts';

interface PodName {
  namespace: string;
  name: string;
}

/**
 * Joins the streams of a container that was just started and resolves when it has ended. An attached stream begins
 * in the middle, even of a line: what was printed before is taken from the log, which does not tell the two outputs
 * apart, up to the place from which on it came live. Nothing is lost or said twice; only of equal lines that follow
 * one another in their hundreds it cannot be said how many there were before.
 */
export async function attachFromStart(
  kube: Kube,
  pod: PodName,
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
  /** Characters of the log that were said. */
  let said = 0;
  const say = (text: string) => {
    said += text.length;
    if (text !== '') options.stdout.write(text);
  };
  const read: Read = (follow, signal) => readLogs(kube, pod, { container, follow, signal });
  await printBackfill(read, outputs, { say, signal: options.signal });
  for (const output of outputs) output.open();
  try {
    await attached;
  } catch (error) {
    if (!endedBefore(error) || outputs.some(({ used }) => used)) throw error;
    let length = 0;
    for await (const line of read(true, options.signal)) {
      length += line.length + 1;
      if (length > said) options.stdout.write(`${line}\n`);
    }
  } finally {
    await Promise.all(outputs.map((output) => output.drained()));
  }
}

/** The cluster answers so when there is no process to attach to any more; a missing right is another matter. */
function endedBefore(error: unknown): boolean {
  return error instanceof KubeFailure && error.status >= 400 && error.status !== 401 && error.status !== 403;
}
