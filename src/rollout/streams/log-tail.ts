import type { Kube } from '../../kube/kube.ts';
import { readLogs } from '../../kube/logs.ts';
import type { NamespacedName } from '../../kube/types.ts';

/** Number of log lines that show why a container failed. */
const tailLines = 20;

/**
 * Returns the last log lines of a container: first those of its previous, failed run, then those of the current run.
 * Ignores a log that cannot be read, so that the original error stays visible.
 */
export async function logTail(
  kube: Kube,
  pod: NamespacedName,
  container: string,
  signal: AbortSignal,
): Promise<string[]> {
  const lines: string[] = [];
  for (const previous of [true, false]) {
    try {
      for await (const line of readLogs(kube, pod, { container, previous, tailLines, signal }))
        lines.push(line);
    } catch {
      // The pod was deleted, or its node does not answer.
    }
  }
  return lines.slice(-tailLines);
}
