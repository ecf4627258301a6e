import { command } from '../../cli/table/define.ts';
import { shareDomainsFlag } from '../domains/share-flag.ts';

export default command({
  name: 'apps:clone',
  summary: 'Create a copy of an app',
  description:
    'Settings, config, scale, repository and registry credentials are copied, and the current image is deployed. ' +
    'Domains, certificates, grants, releases, https:443 port mappings and the registry property image-repo are not ' +
    'copied. Storage is shared if several pods may mount it. Otherwise the clone is refused. Data is never copied.',
  args: [
    { name: 'old', summary: 'Name of the app to copy', kind: 'app' },
    { name: 'new', summary: 'Name of the new app', kind: 'new-app' },
  ],
  flags: {
    force: shareDomainsFlag,
    'skip-deploy': { type: 'boolean', summary: 'Do not deploy the new app' },
    'skip-storage': { type: 'boolean', summary: 'Mount no storage in the new app' },
    'ignore-existing': { type: 'boolean', summary: 'Succeed if the new app already exists' },
  },
  role: 'admin',
  examples: [{ command: 'dokku apps:clone my-app my-app-staging', summary: 'Create a copy for tests' }],
  async run(context, { args, flags }) {
    if (flags['ignore-existing'] && context.store.apps.exists(args.new))
      return context.out.warn(`App ${args.new} already exists; nothing was changed`);
    const { cloneApp } = await import('../../lifecycle/clone.ts');
    await cloneApp(context, args.old, args.new, {
      skipDeploy: flags['skip-deploy'],
      force: flags.force || context.force,
      skipStorage: flags['skip-storage'],
    });
  },
});
