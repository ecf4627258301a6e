import { appArgument, command } from '../../cli/table/define.ts';
import { deployProcessFlag } from './arguments.ts';
import { checkProcesses, phases, readPhases } from './words.ts';

export default command({
  name: 'docker-options:clear',
  summary: 'Remove all docker options of an app or of some phases',
  args: [
    appArgument,
    { name: 'phases', summary: 'Phases, separated by commas (default: all)', kind: 'text', optional: true },
  ],
  flags: { process: deployProcessFlag },
  role: 'admin',
  examples: [
    { command: 'dokku docker-options:clear my-app', summary: 'Remove the options of all phases' },
    {
      command: 'dokku docker-options:clear --process worker my-app deploy',
      summary: 'Remove the options of one process',
    },
  ],
  run({ store, out }, { args, flags }) {
    const ofProcesses = flags.process.length > 0;
    const cleared =
      args.phases === undefined ? (ofProcesses ? ['deploy' as const] : phases) : readPhases(args.phases);
    const processes = ofProcesses ? checkProcesses(flags.process, cleared) : undefined;
    store.transaction(() => {
      for (const option of store.dockerOptions.list(args.app)) {
        if (!cleared.includes(option.phase)) continue;
        if (!processes || processes.includes(option.process)) store.dockerOptions.remove(args.app, option);
      }
    });
    const whose = processes ? ` of ${processes.join(', ')}` : '';
    for (const phase of cleared)
      out.step(`Clearing docker-options for ${args.app} on phase ${phase}${whose}`);
  },
});
