import { appArgument, type Command, command, type Example } from '../../cli/table/define.ts';
import { kindWords, type ResourceKind, readProcessOrAll, resourceProcessFlag } from './values.ts';

/** `resource:limit-clear` and `resource:reserve-clear`: remove the values of one kind, of one process type or of all. */
export function clearResources(kind: ResourceKind, summary: string, examples: readonly Example[]): Command {
  return command({
    name: `resource:${kind}-clear`,
    summary,
    args: [appArgument],
    flags: resourceProcessFlag,
    role: 'admin',
    examples,
    run({ store, out }, { args, flags }) {
      const only = flags['process-type'] === undefined ? undefined : readProcessOrAll(flags['process-type']);
      out.header(`Clearing resource ${kindWords[kind]} for ${args.app}${only ? ` [${only}]` : ''}`);
      store.transaction(() => {
        for (const { process, kind: stored, name } of store.resources.list(args.app)) {
          if (stored === kind && (only === undefined || process === only)) {
            store.resources.clear(args.app, { process, kind, name });
          }
        }
      });
    },
  });
}
