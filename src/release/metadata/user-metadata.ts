import { maxAnnotationsBytes } from '../../core/limits.ts';
import type { ObjectMeta } from '../../kube/types.ts';
import type { ResolveContext } from '../context.ts';
import {
  type MetadataKind,
  type MetadataSetting,
  metadataProblem,
  type ResourceType,
} from '../settings/metadata-settings.ts';

/** Labels and annotations that users set on objects of one type. */
export type UserMetadata = Pick<ObjectMeta, 'labels' | 'annotations'>;

/**
 * Returns the labels and annotations that users set on objects of a type; undefined without any. Settings of the app
 * override global settings; settings of a process override those of all processes. `own` is the size of dokku's own
 * annotations on such an object, in bytes.
 */
export function userMetadata(
  context: ResolveContext,
  type: ResourceType,
  process?: string,
  own = 1024,
): UserMetadata | undefined {
  const rows = context.input.settings.metadata
    .filter((row) => row.type === type && (row.process === undefined || row.process === process))
    .filter((row) => isGood(context, row))
    .sort((a, b) => rank(a) - rank(b));
  const pick = (kind: MetadataKind) => {
    const entries = rows.filter((row) => row.kind === kind).map(({ key, value }) => [key, value]);
    return entries.length ? Object.fromEntries(entries) : undefined;
  };
  refuseTooMany(context, rows, own);
  const [labels, annotations] = [pick('label'), pick('annotation')];
  return labels || annotations ? { labels, annotations } : undefined;
}

/** Reports annotations above the size limit. The fix removes the largest annotation, which frees the most space. */
function refuseTooMany(context: ResolveContext, rows: readonly MetadataSetting[], own: number): void {
  const size = ({ key, value }: MetadataSetting) => Buffer.byteLength(key) + Buffer.byteLength(value);
  const counted = [
    ...new Map(rows.filter(({ kind }) => kind === 'annotation').map((row) => [row.key, row])).values(),
  ].sort((a, b) => size(b) - size(a));
  const sum = counted.reduce((total, row) => total + size(row), own);
  const [largest] = counted;
  if (!largest || sum <= maxAnnotationsBytes) return;
  context.problem(
    `The annotations of a ${largest.type} object have ${Math.ceil(sum / 1024)} KiB; Kubernetes allows ${maxAnnotationsBytes / 1024}`,
    removal(context, largest),
  );
}

function removal({ input: { app } }: ResolveContext, row: MetadataSetting): string {
  const scope = row.scope === 'global' ? '--global' : app;
  const process = row.process === undefined ? '' : ` --process-type ${row.process}`;
  return `scheduler-k3s:${row.kind}s:set ${scope} ${row.key} --resource-type ${row.type}${process}`;
}

function rank({ scope, process }: MetadataSetting): number {
  return (scope === 'app' ? 2 : 0) + (process === undefined ? 0 : 1);
}

/**
 * Returns whether a stored setting is valid. Settings from an older version, or from before this check existed, can be
 * invalid.
 */
function isGood(context: ResolveContext, row: MetadataSetting): boolean {
  const problem = metadataProblem(row);
  if (!problem) return true;
  context.problem(`For ${row.type} objects, ${problem}`, removal(context, row));
  return false;
}
