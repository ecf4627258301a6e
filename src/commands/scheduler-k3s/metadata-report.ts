import { visibleApps } from '../../access/guard.ts';
import type { Context } from '../../cli/invoke/context.ts';
import { unknownInfoFlag } from '../../cli/parts/report.ts';
import { type Command, command, type Example, formatFlag } from '../../cli/table/define.ts';
import { Failure } from '../../core/failure.ts';
import {
  type MetadataKind,
  type MetadataSetting,
  metadataPlugins,
  parseMetadataProperty,
} from '../../release/settings/metadata-settings.ts';
import { processTypeFlag, readResourceType, resourceTypeFlag } from './metadata-set.ts';

type Row = Pick<MetadataSetting, 'process' | 'type' | 'key' | 'value'>;

/** `scheduler-k3s:annotations:report` and `scheduler-k3s:labels:report`. */
export function metadataReport(kind: MetadataKind, examples: readonly Example[]): Command {
  return command({
    name: `scheduler-k3s:${kind}s:report`,
    summary: `Show the ${kind}s of Kubernetes objects`,
    description: `An info flag, --scheduler-k3s-${kind}s.<process|global>.<type>.<key>, prints one value.`,
    args: [
      {
        name: 'scope',
        summary: 'Name of the app, or --global (default: all apps)',
        kind: 'scope',
        optional: true,
      },
    ],
    flags: { format: formatFlag, 'resource-type': resourceTypeFlag, 'process-type': processTypeFlag },
    role: 'read',
    openFlags: true,
    examples,
    run(context, { args, flags, open }) {
      const type =
        flags['resource-type'] === undefined ? undefined : readResourceType(flags['resource-type']);
      const process = flags['process-type'];
      if (open.length > 0 && flags.format === 'json')
        throw new Failure('--format json and an info flag cannot be used together', { code: 'usage' });
      const scopes =
        args.scope === undefined ? visibleApps(context, context.store.apps.names()) : [args.scope];
      for (const scope of scopes) {
        const rows = rowsOf(context, kind, scope).filter(
          (row) =>
            (type === undefined || row.type === type) && (process === undefined || row.process === process),
        );
        print(context, kind, scope, rows, { json: flags.format === 'json', open });
      }
    },
  });
}

function rowsOf({ store }: Context, kind: MetadataKind, scope: string): Row[] {
  return Object.entries(store.properties.all(scope, metadataPlugins[kind])).flatMap(([property, value]) => {
    const parsed = parseMetadataProperty(property);
    return parsed ? [{ ...parsed, value }] : [];
  });
}

function print(
  { out }: Context,
  kind: MetadataKind,
  scope: string,
  rows: Row[],
  { json, open }: { json: boolean; open: string[] },
): void {
  const name = ({ process = 'global', type, key }: Row) => `${process}.${type}.${key}`;
  if (json) return out.json(Object.fromEntries(rows.map((row) => [name(row), row.value])));
  if (open.length === 0) out.header(`${scope} ${kind}s information`);
  for (const flag of open) {
    const row = rows.find((each) => flag === `--scheduler-k3s-${kind}s.${name(each)}`);
    if (!row) {
      throw unknownInfoFlag(
        flag,
        rows.map((each) => `--scheduler-k3s-${kind}s.${name(each)}`),
      );
    }
    out.printUnredacted(row.value);
  }
  if (open.length > 0) return;
  const label = kind === 'label' ? 'Label' : 'Annotation';
  for (const { process = 'global', type, key, value } of rows)
    out.detail(`${`${label} (${process}/${type}) ${key}:`.padEnd(30)} ${value}`);
}
