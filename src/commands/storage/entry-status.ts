import { roleOf } from '../../access/guard.ts';
import type { Context } from '../../cli/invoke/context.ts';
import { messageOf } from '../../core/failure.ts';
import { GLOBAL } from '../../state/scope.ts';
import type { StorageEntry } from '../../state/storage-entries.ts';
import { type EntryStatus, inspectAll, unknownStatus } from '../../storage/inspect/inspect.ts';

/** The status of each entry in the cluster; `unknown` when the cluster does not answer: the command still works. */
export async function entryStatuses(
  context: Context,
  entries: readonly StorageEntry[],
): Promise<Map<string, EntryStatus>> {
  const withVolume = entries.filter(({ scheduler }) => scheduler === 'k3s');
  if (withVolume.length === 0) return new Map();
  try {
    return await inspectAll(await context.kube(), withVolume, context.signal);
  } catch (error) {
    if (context.signal.aborted) throw error;
    context.out.warn(`Could not read the state from the cluster: ${messageOf(error)}`);
    return new Map(withVolume.map(({ name }) => [name, unknownStatus]));
  }
}

/** The apps that mount an entry and that the actor may see. */
export function visibleUsersOf(context: Context, entry: string, users: Map<string, string[]>): string[] {
  return (users.get(entry) ?? []).filter((app) => roleOf(context, app) ?? roleOf(context, GLOBAL));
}

export function statusJson(status: EntryStatus | undefined): Record<string, unknown> {
  if (!status) return {};
  const { phase, volume, capacity, policy, nodes, pods, used } = status;
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
export function statusColumns(status: EntryStatus | undefined): string[] {
  return status ? [status.phase, status.volume, status.nodes.join(','), usedText(status)] : ['', '', '', ''];
}

export function usedText({ used }: EntryStatus): string {
  return used === undefined ? '' : `${(used / 1024 / 1024).toFixed(1)} MiB`;
}
