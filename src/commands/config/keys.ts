import { command, formatFlag, scopeArgument } from '../../cli/table/define.ts';
import { mergedFlag, variables } from './scope.ts';

export default command({
  name: 'config:keys',
  summary: 'List the names of the config vars',
  args: [scopeArgument],
  flags: { merged: mergedFlag, format: formatFlag },
  role: 'read',
  examples: [{ command: 'dokku config:keys my-app', summary: 'List the names, sorted, one per line' }],
  run(context, { args, flags }) {
    const keys = Object.keys(variables(context, args.scope, flags.merged));
    if (flags.format === 'json') return context.out.json(keys);
    for (const key of keys) context.out.line(key);
  },
});
