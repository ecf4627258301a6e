import { command } from '../../cli/table/define.ts';

export default command({
  name: 'apps:rename',
  summary: 'Give an app another name',
  description:
    'Everything goes with it: repository, settings, config, releases, logs. A deployed app is deployed under its new ' +
    'name, and what ran under the old one is removed when the new one serves. A rename that was interrupted is ' +
    'finished by the same command. Remember to change the Git remote: git remote set-url dokku …',
  args: [
    // After an interrupted rename the old name is no app any more, and the command goes on.
    { name: 'old', summary: 'Name of the app', kind: 'app', mayBeMissing: true },
    { name: 'new', summary: 'Its new name', kind: 'new-app' },
  ],
  flags: {
    'skip-deploy': { type: 'boolean', summary: 'Do not deploy under the new name; the app is down then' },
  },
  role: 'admin',
  examples: [{ command: 'dokku apps:rename my-app shop', summary: 'my-app is called shop from now on' }],
  async run(context, { args, flags }) {
    const { renameApp } = await import('../../lifecycle/rename.ts');
    await renameApp(context, args.old, args.new, { skipDeploy: flags['skip-deploy'] });
  },
});
