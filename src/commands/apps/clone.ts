import { command } from '../../cli/table/define.ts';

export default command({
  name: 'apps:clone',
  summary: 'Make an app that is like another one',
  description:
    'Settings, config, scale, repository and registry credentials are copied, and the image that serves is deployed. ' +
    'Domains, certificates, grants, releases, https:443 port mappings and the registry setting image-repo are not. ' +
    'Storage is shared where several pods may have it, and otherwise refused; it is never copied.',
  args: [
    { name: 'old', summary: 'Name of the app', kind: 'app' },
    { name: 'new', summary: 'Name of the new app', kind: 'new-app' },
  ],
  flags: {
    'skip-deploy': { type: 'boolean', summary: 'Do not deploy the new app' },
    'skip-storage': { type: 'boolean', summary: 'Mount no storage in the new app' },
    'ignore-existing': { type: 'boolean', summary: 'Succeed when the new app exists already' },
  },
  role: 'admin',
  examples: [
    { command: 'dokku apps:clone my-app my-app-staging', summary: 'Make a copy to try things with' },
  ],
  async run(context, { args, flags }) {
    if (flags['ignore-existing'] && context.store.apps.exists(args.new))
      return context.out.warn(`App ${args.new} already exists; nothing was changed`);
    const { cloneApp } = await import('../../lifecycle/clone.ts');
    await cloneApp(context, args.old, args.new, {
      skipDeploy: flags['skip-deploy'],
      skipStorage: flags['skip-storage'],
    });
  },
});
