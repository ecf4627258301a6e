import { appArgument, type Command, command, type Example } from '../../cli/table/define.ts';
import {
  checkValue,
  isWithoutEffect,
  kindWords,
  type ResourceKind,
  readProcessOrAll,
  resourceNames,
  resourceProcessFlag,
  valueFlags,
} from './values.ts';

/** `resource:limit` and `resource:reserve`: store the given values, or show the stored ones when none is given. */
export function changeResources(kind: ResourceKind, summary: string, examples: readonly Example[]): Command {
  return command({
    name: `resource:${kind}`,
    summary,
    description: 'Takes effect with the next deploy or ps:restart. The value clear removes a stored value.',
    args: [appArgument],
    flags: { ...resourceProcessFlag, ...valueFlags },
    role: 'admin',
    examples,
    run({ store, out }, { args, flags }) {
      const process = readProcessOrAll(flags['process-type']);
      const given = resourceNames.flatMap((name) =>
        flags[name] === undefined ? [] : [{ name, value: flags[name] }],
      );
      for (const { name, value } of given) if (value !== 'clear') checkValue(name, value);
      if (given.length === 0) {
        out.header(`resource ${kindWords[kind]} ${args.app} information [${process}]`);
        const stored = store.resources
          .list(args.app)
          .filter((each) => each.kind === kind && each.process === process);
        for (const { name, value } of stored) out.detail(`${name}: ${value}`);
        return;
      }
      out.header(`Setting resource ${kindWords[kind]} for ${args.app} [${process}]`);
      store.transaction(() => {
        for (const { name, value } of given) {
          if (value === 'clear') store.resources.clear(args.app, { process, kind, name });
          else store.resources.set(args.app, { process, kind, name, value });
          out.detail(`${name}: ${value === 'clear' ? 'cleared' : value}`);
        }
      });
      for (const { name } of given) {
        if (isWithoutEffect(kind, name))
          out.warn(`${name} has no effect: Kubernetes has no ${kindWords[kind]} of ${name}`);
      }
    },
  });
}
