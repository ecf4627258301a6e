import { printPreview } from '../../cli/parts/preview.ts';
import { appArgument, command, formatFlag } from '../../cli/table/define.ts';
import { Output } from '../../core/output.ts';

/** Exit status of a preview with changes, distinct from the status of failures and of wrong usage. */
const changesStatus = 3;

export default command({
  name: 'scheduler-k3s:preview',
  summary: 'Preview the changes of the next restart of an app',
  description:
    'Renders the current code with the current settings, lets the cluster check the result, and compares it with the ' +
    'current release. Values of Secrets are printed as hashes. To preview unpushed code, use: git push -o preview.',
  args: [appArgument],
  flags: {
    format: formatFlag,
    context: {
      type: 'number',
      summary: 'Lines around each change (default 3); -1 for all',
      placeholder: 'N',
    },
    'exit-code': { type: 'boolean', summary: `Exit with status ${changesStatus} if something would change` },
  },
  role: 'deploy',
  examples: [
    { command: 'dokku scheduler-k3s:preview my-app', summary: 'Show the effect of changed settings' },
    {
      command: 'dokku scheduler-k3s:preview my-app --exit-code --format json',
      summary: 'Use the result in a script',
    },
  ],
  async run(context, { args: { app }, flags }) {
    const lines =
      flags.context === undefined ? 3 : flags.context < 0 ? Number.MAX_SAFE_INTEGER : flags.context;
    const json = flags.format === 'json';
    const { previewRestart } = await import('../../deploy/requests/preview.ts');
    // Standard output carries the JSON only; warnings go to standard error.
    const { redactor } = context.out;
    const out = json
      ? new Output({ stdout: { write: () => {} }, stderr: context.streams.stderr, redactor })
      : context.out;
    const changes = await previewRestart({ ...context, store: context.store, out }, app, {
      context: lines,
    });
    if (json) context.out.json(changes);
    else printPreview(context.out, app, changes);
    return flags['exit-code'] && changes.length > 0 ? changesStatus : 0;
  },
});
