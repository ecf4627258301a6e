import { command, scopeArgument } from '../../cli/table/define.ts';
import { formatNames, formats } from './formats.ts';
import { mergedFlag, variables } from './scope.ts';

export default command({
  name: 'config:export',
  summary: 'Print the config vars for other programs',
  args: [scopeArgument],
  flags: {
    merged: mergedFlag,
    format: {
      type: 'string',
      summary: 'Output format',
      choices: formatNames,
      default: 'exports',
      placeholder: 'FORMAT',
    },
  },
  role: 'deploy',
  examples: [
    { command: 'dokku config:export my-app', summary: 'Print lines that a shell can evaluate' },
    { command: 'dokku config:export my-app --format envfile', summary: 'Print a .env file' },
  ],
  run(context, { args, flags }) {
    const format = formats[flags.format as keyof typeof formats];
    const text = format(variables(context, args.scope, flags.merged));
    context.out.printUnredactedRaw(text);
  },
});
