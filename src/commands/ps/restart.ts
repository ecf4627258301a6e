import { appOrAllArgument, command } from '../../cli/table/define.ts';
import { Failure } from '../../core/failure.ts';
import { deployedSpec } from '../../deploy/plan/release-inputs.ts';
import { eachApp, eachAppFlags } from './each-app.ts';

export default command({
  name: 'ps:restart',
  summary: 'Restart an app with its current settings',
  description:
    'Creates a new release of the current image. Settings changed since the last release take effect.',
  args: [
    appOrAllArgument,
    { name: 'process', summary: 'Only this process type', kind: 'text', optional: true },
  ],
  flags: eachAppFlags,
  role: 'deploy',
  examples: [
    { command: 'dokku ps:restart my-app', summary: 'Replace all pods without downtime' },
    { command: 'dokku ps:restart my-app worker', summary: 'Replace the pods of one process type' },
  ],
  async run(context, { args, flags }) {
    const { process } = args;
    await eachApp(context, args.app, flags, 'Restarting', async (app) => {
      if (!context.store.releases.isDeployed(app))
        return context.out.warn(`${app} has not been deployed yet`);
      if (process !== undefined) checkProcess(deployedSpec(context.store, app), process);
      const { restartApp } = await import('../../deploy/requests/restart.ts');
      await restartApp(context, app, {
        reason: process ? `Restart ${process}` : 'Restart',
        process,
        force: true,
      });
    });
  },
});

function checkProcess({ app, processes }: ReturnType<typeof deployedSpec>, process: string): void {
  if (processes.some(({ name }) => name === process)) return;
  throw new Failure(`${app} has no process type ${process}`, {
    code: 'ps.process',
    hint: `Process types of ${app}: ${processes.map(({ name }) => name).join(', ')}`,
  });
}
