import { appArgument, command } from '../../cli/table/define.ts';
import { Failure } from '../../core/failure.ts';
import { EVERY_PROCESS } from '../../state/apps/docker-options.ts';
import { checkProcesses, readPhases } from './words.ts';

export default command({
  name: 'docker-options:list',
  summary: 'List the docker options of a phase',
  args: [appArgument],
  flags: {
    phase: { type: 'string', summary: 'Phase: build, deploy or run', placeholder: 'PHASE' },
    process: { type: 'string', summary: 'Process type, for the phase deploy', placeholder: 'PROCESS' },
  },
  role: 'read',
  examples: [
    { command: 'dokku docker-options:list my-app --phase build', summary: 'List the options of builds' },
  ],
  run({ store, out }, { args, flags }) {
    if (!flags.phase) {
      throw new Failure('Please specify a phase', {
        code: 'usage.missing-argument',
        hint: 'Add --phase build, deploy or run',
      });
    }
    const [phase] = readPhases(flags.phase);
    const [process] = flags.process ? checkProcesses([flags.process], [phase!]) : [EVERY_PROCESS];
    for (const each of store.dockerOptions.list(args.app)) {
      if (each.phase === phase && each.process === process) out.line(each.option);
    }
  },
});
