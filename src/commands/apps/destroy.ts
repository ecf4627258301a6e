import { confirmDestruction } from '../../cli/parts/confirm.ts';
import { appArgument, command } from '../../cli/table/define.ts';

export default command({
  name: 'apps:destroy',
  summary: 'Delete an app',
  description:
    'The objects of the app in the cluster, its repository, settings, config, releases and logs are deleted. Storage ' +
    'entries are kept. When the cluster cannot be reached, nothing is deleted. --keep-cluster-objects then deletes the ' +
    'app and leaves its objects in the cluster.',
  args: [appArgument],
  flags: {
    force: { type: 'boolean', summary: 'Skip the confirmation' },
    'keep-cluster-objects': { type: 'boolean', summary: 'Leave the objects of the app in the cluster' },
  },
  role: 'admin',
  examples: [
    { command: 'dokku apps:destroy my-app', summary: 'Delete the app after its name was typed' },
    { command: 'dokku --force apps:destroy my-app', summary: 'Delete the app without a confirmation' },
  ],
  async run(context, { args, flags }) {
    const consequence =
      'its repository, settings, releases and running processes are deleted; storage entries are kept';
    await confirmDestruction(context, { kind: 'app', name: args.app, consequence, force: flags.force });
    const { destroyApp } = await import('../../lifecycle/destroy.ts');
    await destroyApp(context, args.app, { keepClusterObjects: flags['keep-cluster-objects'] });
  },
});
