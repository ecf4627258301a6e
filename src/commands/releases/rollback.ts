import { appArgument, command } from '../../cli/table/define.ts';
import { releaseNumber } from './describe.ts';

export default command({
  name: 'releases:rollback',
  summary: 'Roll back an app to an earlier release',
  description:
    'Deploys the image, config, app.json, Kustomize output and chart of the earlier release as a new release. ' +
    'Does not roll back the Git branch and settings such as scale and domains. The next deploy uses their current values.',
  args: [
    appArgument,
    {
      name: 'version',
      summary: 'v1, v2, … (default: the release before the current one)',
      kind: 'text',
      optional: true,
    },
  ],
  flags: {},
  role: 'deploy',
  examples: [
    { command: 'dokku releases:rollback my-app', summary: 'Roll back to the previous release' },
    { command: 'dokku releases:rollback my-app v3', summary: 'Roll back to release v3' },
  ],
  async run(context, { args }) {
    const { rollback } = await import('../../deploy/requests/rollback.ts');
    await rollback(context, args.app, args.version === undefined ? undefined : releaseNumber(args.version));
  },
});
