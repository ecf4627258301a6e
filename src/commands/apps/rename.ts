import { command } from '../../cli/table/define.ts';
import { shareDomainsFlag } from '../domains/share-flag.ts';

export default command({
  name: 'apps:rename',
  summary: 'Rename an app',
  description:
    'Repository, settings, config, releases and logs move to the new name. A deployed app is deployed under its new ' +
    'name. When the new objects serve, the old ones are deleted. To finish an interrupted rename, run the same command ' +
    'again. Afterwards change the Git remote of each clone: git remote set-url dokku …',
  args: [
    // After an interrupted rename the old name no longer exists, and the command finishes the rename.
    { name: 'old', summary: 'Name of the app', kind: 'app', mayBeMissing: true },
    { name: 'new', summary: 'New name of the app', kind: 'new-app' },
  ],
  flags: {
    force: shareDomainsFlag,
    'skip-deploy': {
      type: 'boolean',
      summary: 'Do not deploy under the new name; the app is down until the next deploy',
    },
  },
  role: 'admin',
  examples: [{ command: 'dokku apps:rename my-app shop', summary: 'Rename my-app to shop' }],
  async run(context, { args, flags }) {
    const { renameApp } = await import('../../lifecycle/rename.ts');
    await renameApp(context, args.old, args.new, {
      skipDeploy: flags['skip-deploy'],
      force: flags.force || context.force,
    });
  },
});
