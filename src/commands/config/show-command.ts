import { keyValues } from '../../cli/parts/table-text.ts';
import { type Command, command, formatFlag, scopeArgument } from '../../cli/table/define.ts';
import { GLOBAL } from '../../state/scope.ts';
import { oneLine } from './change.ts';
import { mergedFlag, variables } from './scope.ts';

/** `config` and `config:show` are one command under two names. */
export function showCommand(name: string): Command {
  return command({
    name,
    summary: 'Show the config vars with their values',
    args: [scopeArgument],
    flags: { merged: mergedFlag, format: formatFlag },
    role: 'deploy',
    examples: [
      { command: `dokku ${name} my-app`, summary: "Show the app's own config vars" },
      { command: `dokku ${name} my-app --merged`, summary: 'Show the config vars that its containers see' },
    ],
    run(context, { args, flags }) {
      const values = variables(context, args.scope, flags.merged);
      if (flags.format === 'json') return context.out.printUnredacted(JSON.stringify(values));
      context.out.header(`${args.scope === GLOBAL ? 'global' : args.scope} env vars`);
      const rows = Object.entries(values).map(([key, value]) => [key, oneLine(value)] as const);
      for (const row of keyValues(rows)) context.out.printUnredacted(row);
    },
  });
}
