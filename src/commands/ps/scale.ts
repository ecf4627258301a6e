import type { AppSpec } from '../../appspec/types.ts';
import type { Context } from '../../cli/invoke/context.ts';
import { isRunning, restartIfRunning } from '../../cli/parts/restart.ts';
import { appArgument, command, formatFlag } from '../../cli/table/define.ts';
import { Failure } from '../../core/failure.ts';
import { formationOwnsScale } from '../../release/process/scale.ts';
import { parseTuples } from './tuples.ts';

export default command({
  name: 'ps:scale',
  summary: 'Show or set how many containers run of each process',
  description:
    'All changes are rolled out as one release. A repository whose app.json names quantities under "formation" ' +
    'owns the scale itself; then it is changed there.',
  args: [
    appArgument,
    {
      name: 'tuple',
      summary: 'process=quantity, any number of them',
      kind: 'text',
      optional: true,
      rest: true,
    },
  ],
  flags: {
    'skip-deploy': { type: 'boolean', summary: 'Only store the quantities' },
    format: formatFlag,
  },
  role: 'deploy',
  examples: [
    { command: 'dokku ps:scale my-app', summary: 'Show the quantities' },
    { command: 'dokku ps:scale my-app web=2 worker=1', summary: 'Run two web containers and one worker' },
  ],
  async run(context, { args, flags }) {
    const { store, out } = context;
    const { app } = args;
    if (args.tuple.length === 0) return show(context, app, flags.format === 'json');
    const wanted = parseTuples(args.tuple);
    checkProcesses(context, app, wanted);
    const before = store.scale.all(app);
    const changed = Object.entries(wanted).filter(([process, quantity]) => before[process] !== quantity);
    const shown = changed.map(([process, quantity]) => `${process}=${quantity}`).join(' ');
    if (changed.length === 0) return out.step(`${app} is scaled like that already`);
    out.step(`Scaling ${app} processes: ${shown}`);
    store.scale.set(app, wanted);
    if (flags['skip-deploy']) return;
    if (store.releases.isDeployed(app) && !isRunning(context, app))
      return out.detail(`${app} is stopped; start it with: dokku ps:start ${app}`);
    await restartIfRunning(context, app, `Scale ${shown}`);
  },
});

function show({ store, out }: Context, app: string, json: boolean): void {
  const scale = Object.entries(store.scale.all(app));
  if (json) return out.json(scale.map(([process_type, quantity]) => ({ process_type, quantity })));
  out.step(`Scaling for ${app}`);
  const width = Math.max('proctype'.length, ...scale.map(([process]) => process.length));
  out.line(`${'proctype:'.padEnd(width + 1)} qty`);
  out.line(`${'-'.repeat(width)}: ---`);
  // The least width is the one that scripts know from an app of web alone: `web:  1`.
  const labels = Math.max(5, ...scale.map(([process]) => process.length + 1));
  for (const [process, quantity] of scale) out.line(`${`${process}:`.padEnd(labels)} ${quantity}`);
}

/** What the repository of the serving release allows to be scaled; before the first deploy nothing is known of it. */
function checkProcesses({ store }: Context, app: string, wanted: Record<string, number>): void {
  const current = store.releases.currentParts(app);
  if (!current) return;
  const { formation, procfile }: AppSpec = JSON.parse(current.appSpec);
  if (formationOwnsScale(formation)) throw ownedByFormation(app, Object.keys(wanted));
  const known = Object.keys(procfile).filter((process) => process !== 'release');
  const unknown = Object.keys(wanted).filter(
    (process) =>
      wanted[process] !== 0 && (process === 'release' || (known.length > 0 && !known.includes(process))),
  );
  if (unknown.length === 0) return;
  throw new Failure(`${app} has no process ${unknown.join(', ')}; nothing was changed`, {
    code: 'ps.no-such-process',
    details: [`Its Procfile names ${known.join(', ') || 'none'}`],
    hint: 'Add the process to the Procfile, commit and push; then scale it',
  });
}

function ownedByFormation(app: string, processes: string[]): Failure {
  return new Failure(`The scale of ${app} is set by its repository and cannot be set here`, {
    code: 'ps.formation',
    details: processes.map((process) => `app.json#/formation/${process}/quantity decides`),
    hint: 'Change the quantity in app.json, commit and push; or remove all quantities there to use ps:scale again',
  });
}
