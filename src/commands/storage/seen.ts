import { roleOf } from '../../access/guard.ts';
import type { Context } from '../../cli/invoke/context.ts';
import { messageOf } from '../../core/failure.ts';
import { GLOBAL } from '../../state/scope.ts';
import type { StorageEntry } from '../../state/storage-entries.ts';
import { type EntryStatus, inspectAll, unknown } from '../../storage/inspect/inspect.ts';

/** What the cluster knows of each entry; `unknown` when it does not answer: a look at the store must not fail by it. */
export async function seenOf(
  context: Context,
  entries: readonly StorageEntry[],
): Promise<Map<string, EntryStatus>> {
  const real = entries.filter(({ scheduler }) => scheduler === 'k3s');
  if (real.length === 0) return new Map();
  try {
    return await inspectAll(await context.kube(), real, context.signal);
  } catch (error) {
    if (context.signal.aborted) throw error;
    context.out.warn(`The cluster was not asked: ${messageOf(error)}`);
    return new Map(real.map(({ name }) => [name, unknown]));
  }
}

/** Apps that mount an entry, as far as the actor may know of them. */
export function usersOf(context: Context, entry: string, users: Map<string, string[]>): string[] {
  return (users.get(entry) ?? []).filter((app) => roleOf(context, app) ?? roleOf(context, GLOBAL));
}

export function seenJson(seen: EntryStatus | undefined): Record<string, unknown> {
  if (!seen) return {};
  const { phase, volume, capacity, policy, nodes, pods, used } = seen;
  return {
    phase,
    bound_volume: volume,
    volume_reclaim_policy: policy,
    capacity,
    nodes,
    pods,
    used_bytes: used ?? null,
  };
}

/** Phase, bound volume, node and used bytes as columns of text. */
export function seenColumns(seen: EntryStatus | undefined): string[] {
  return seen ? [seen.phase, seen.volume, seen.nodes.join(','), usedText(seen)] : ['', '', '', ''];
}

export function usedText({ used }: EntryStatus): string {
  return used === undefined ? '' : `${(used / 1024 / 1024).toFixed(1)} MiB`;
}
