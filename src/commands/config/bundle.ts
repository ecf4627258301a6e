import { writeBytes } from '../../cli/parts/write-bytes.ts';
import { command, scopeArgument } from '../../cli/table/define.ts';
import { mergedFlag, variables } from './scope.ts';
import { tarArchive } from './tar.ts';

export default command({
  name: 'config:bundle',
  summary: 'Print the config vars as a tar archive',
  args: [scopeArgument],
  flags: { merged: mergedFlag },
  role: 'deploy',
  examples: [
    { command: 'dokku config:bundle my-app > config.tar', summary: 'Save the config vars, one file each' },
  ],
  async run(context, { args, flags }) {
    await writeBytes(context.streams.stdout, await tarArchive(variables(context, args.scope, flags.merged)));
  },
});
