import { keyValues } from '../../cli/parts/table-text.ts';
import { type Command, command } from '../../cli/table/define.ts';
import { Failure } from '../../core/failure.ts';
import { valueAt } from '../../storage/entry/compare.ts';
import { findEntry, requireComplete } from '../../storage/entry/entry-lock.ts';
import { setEntry } from '../../storage/set/set.ts';
import { entryArgument, milliseconds, storageOf } from './context.ts';

type Kind = 'annotations' | 'labels';

/** `storage:annotations:set` and `storage:labels:set`. */
export function entryMetadataSet(kind: Kind): Command {
  const one = kind.slice(0, -1);
  return command({
    name: `storage:${kind}:set`,
    summary: `Set or remove ${kind === 'labels' ? 'a label' : 'an annotation'} of the claim and the volume of an entry`,
    args: [
      entryArgument,
      { name: 'key', summary: `Key of the ${one}`, kind: 'text' },
      { name: 'value', summary: `Value; omit to remove the ${one}`, kind: 'text', optional: true },
    ],
    flags: {},
    role: 'admin',
    examples: [
      {
        command: `dokku storage:${kind}:set shop-data example.com/team shop`,
        summary: `Set the team ${one} of an entry`,
      },
    ],
    async run(context, { args }) {
      const { store, out } = context;
      const entry = findEntry(store, args.name);
      if (store.storageEntries.state(entry.name)?.change !== 'set') requireComplete(store, entry.name);
      const { [args.key]: _, ...rest } = entry[kind];
      const map = args.value ? { ...rest, [args.key]: args.value } : rest;
      await setEntry(storageOf(context), entry, { [kind]: map }, { timeout: milliseconds(undefined) });
      out.header(args.value ? `Setting ${one} ${args.key} to ${args.value}` : `Unsetting ${one} ${args.key}`);
    },
  });
}

/** `storage:annotations:report` and `storage:labels:report`. */
export function entryMetadataReport(kind: Kind): Command {
  const one = kind.slice(0, -1);
  const prefix = `--storage-${kind}.`;
  return command({
    name: `storage:${kind}:report`,
    summary: `Show the ${kind} of storage entries`,
    args: [{ ...entryArgument, optional: true }],
    flags: {
      format: {
        type: 'string',
        summary: 'Output format',
        choices: ['stdout', 'text', 'json'],
        default: 'stdout',
        placeholder: 'FORMAT',
      },
    },
    openFlags: true,
    role: 'read',
    examples: [
      { command: `dokku storage:${kind}:report shop-data`, summary: `Show the ${kind} of an entry` },
    ],
    run({ store, out }, { args, flags, open }) {
      const entries = args.name === undefined ? store.storageEntries.list() : [findEntry(store, args.name)];
      if (open.length > 0) {
        if (args.name === undefined || flags.format === 'json')
          throw new Failure(
            'An info flag requires the name of an entry and cannot be used with --format json',
            {
              code: 'usage',
            },
          );
        for (const flag of open) {
          if (!flag.startsWith(prefix))
            throw new Failure(`Invalid flag passed, valid flags: ${prefix}<key>`, {
              code: 'usage.info-flag',
            });
          out.line(valueAt(entries[0]![kind], flag.slice(prefix.length)) ?? '');
        }
        return;
      }
      if (flags.format === 'json') {
        const byName = Object.fromEntries(entries.map((entry) => [entry.name, entry[kind]]));
        return out.json(args.name === undefined ? byName : entries[0]![kind]);
      }
      for (const entry of entries) {
        out.header(`${entry.name} ${kind} information`);
        const label = one.charAt(0).toUpperCase() + one.slice(1);
        const rows = Object.entries(entry[kind]).map(([key, value]) => [`${label} ${key}`, value] as const);
        for (const line of keyValues(rows)) out.detail(line);
      }
    },
  });
}
