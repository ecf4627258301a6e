import type { ResolveContext } from './context.ts';
import type { ObjectMeta } from './metadata.ts';
import {
  type MetadataKind,
  type MetadataSetting,
  metadataProblem,
  type ResourceType,
} from './metadata-settings.ts';

/**
 * Annotations and labels that users gave objects of a type; undefined when there are none. Settings of the app go
 * before global ones, those of a process before those of all processes.
 */
export function userMetadata(
  context: ResolveContext,
  type: ResourceType,
  process?: string,
): ObjectMeta | undefined {
  const rows = context.input.settings.metadata
    .filter((row) => row.type === type && (row.process === undefined || row.process === process))
    .filter((row) => isGood(context, row))
    .sort((a, b) => rank(a) - rank(b));
  const pick = (kind: MetadataKind) => {
    const entries = rows.filter((row) => row.kind === kind).map(({ key, value }) => [key, value]);
    return entries.length ? Object.fromEntries(entries) : undefined;
  };
  const [labels, annotations] = [pick('label'), pick('annotation')];
  return labels || annotations ? { labels, annotations } : undefined;
}

function rank({ scope, process }: MetadataSetting): number {
  return (scope === 'app' ? 2 : 0) + (process === undefined ? 0 : 1);
}

/** Stored before they were checked, or by an older version. */
function isGood(context: ResolveContext, row: MetadataSetting): boolean {
  const problem = metadataProblem(row);
  if (!problem) return true;
  const scope = row.scope === 'global' ? '--global' : context.input.app;
  const process = row.process === undefined ? '' : ` --process-type ${row.process}`;
  const command = `scheduler-k3s:${row.kind}s:set ${scope} ${row.key} --resource-type ${row.type}${process}`;
  context.problem(`For ${row.type} objects, ${problem}`, command);
  return false;
}
