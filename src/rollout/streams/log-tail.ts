import type { Kube } from '../../kube/kube.ts';
import { readLogs } from '../../kube/logs.ts';
import type { NamespacedName } from '../../kube/types.ts';

/** Lines that show why a container failed. */
const tailLines = 20;

/**
 * The last lines of a container: those of its previous run, which ended badly, and then those of the present one.
 * A log that cannot be read must not hide the error for which it was read.
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
      // Deleted meanwhile, or its node does not answer.
    }
  }
  return lines.slice(-tailLines);
}
