import { confirmDestruction } from '../../cli/parts/confirm.ts';
import { appArgument, command } from '../../cli/table/define.ts';

export default command({
  name: 'apps:destroy',
  summary: 'Remove an app for good',
  description:
    'Its objects in the cluster, repository, settings, config, releases and logs go. Storage entries stay. ' +
    'When the cluster cannot be reached nothing is removed, unless its objects are given up with --keep-cluster-objects.',
  args: [appArgument],
  flags: {
    force: { type: 'boolean', summary: 'Do not ask' },
    'keep-cluster-objects': { type: 'boolean', summary: 'Leave what runs in the cluster there' },
  },
  role: 'admin',
  examples: [
    { command: 'dokku apps:destroy my-app', summary: 'Remove the app after its name was typed' },
    { command: 'dokku --force apps:destroy my-app', summary: 'Remove it without a question' },
  ],
  async run(context, { args, flags }) {
    const consequence = 'its repository, settings, releases and all that it runs; storage entries stay';
    await confirmDestruction(context, { kind: 'app', name: args.app, consequence, force: flags.force });
    const { destroyApp } = await import('../../lifecycle/destroy.ts');
    await destroyApp(context, args.app, { keepClusterObjects: flags['keep-cluster-objects'] });
  },
});
