import { printPreview } from '../../cli/parts/preview.ts';
import { appArgument, command, formatFlag } from '../../cli/table/define.ts';
import { Output } from '../../core/output.ts';

/** Exit status that says: something would change. Apart from those of failures and of wrong usage. */
const wouldChange = 3;

export default command({
  name: 'scheduler-k3s:preview',
  summary: 'Show what the next restart of an app would change in the cluster',
  description:
    'The code that serves is rendered anew with the settings of today, checked by the cluster, and compared with the ' +
    'release that serves. Values of Secrets are shown as hashes. For code that is not pushed yet: git push -o preview.',
  args: [appArgument],
  flags: {
    format: formatFlag,
    context: { type: 'number', summary: 'Lines around each change (3); -1 for all', placeholder: 'N' },
    'exit-code': { type: 'boolean', summary: `End with status ${wouldChange} when something would change` },
  },
  role: 'deploy',
  examples: [
    { command: 'dokku scheduler-k3s:preview my-app', summary: 'See what changed settings would do' },
    {
      command: 'dokku scheduler-k3s:preview my-app --exit-code --format json',
      summary: 'Let a script decide',
    },
  ],
  async run(context, { args: { app }, flags }) {
    const lines =
      flags.context === undefined ? 3 : flags.context < 0 ? Number.MAX_SAFE_INTEGER : flags.context;
    const json = flags.format === 'json';
    const { previewRestart } = await import('../../deploy/requests/preview.ts');
    // Nothing but the JSON belongs on standard output; warnings go where they always go.
    const { redactor } = context.out;
    const out = json
      ? new Output({ stdout: { write: () => {} }, stderr: context.streams.stderr, redactor })
      : context.out;
    const changes = await previewRestart({ ...context, store: context.store, out }, app, {
      context: lines,
    });
    if (json) context.out.json(changes);
    else printPreview(context.out, app, changes);
    return flags['exit-code'] && changes.length > 0 ? wouldChange : 0;
  },
});
