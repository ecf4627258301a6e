import { appArgument, command } from '../../cli/table/define.ts';
import { releaseNumber } from './describe.ts';

export default command({
  name: 'releases:rollback',
  summary: 'Release an earlier version again',
  description:
    'Image, config, app.json, kustomize result and chart of the old release come back as a new release. ' +
    'Settings such as scale and domains, and the Git branch, stay as they are and count again at the next deploy.',
  args: [
    appArgument,
    {
      name: 'version',
      summary: 'v1, v2, …; the one before the present one without it',
      kind: 'text',
      optional: true,
    },
  ],
  flags: {},
  role: 'deploy',
  examples: [
    { command: 'dokku releases:rollback my-app', summary: 'Go back to the version before' },
    { command: 'dokku releases:rollback my-app v3', summary: 'Go back to release v3' },
  ],
  async run(context, { args }) {
    const { rollback } = await import('../../deploy/requests/rollback.ts');
    await rollback(context, args.app, args.version === undefined ? undefined : releaseNumber(args.version));
  },
});
