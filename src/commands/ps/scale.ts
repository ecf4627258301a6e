import type { AppSpec } from '../../appspec/types.ts';
import type { Context } from '../../cli/invoke/context.ts';
import { isRunning, noWaitFlag, refuseIfBusy, restartIfRunning } from '../../cli/parts/restart.ts';
import { appArgument, command, formatFlag } from '../../cli/table/define.ts';
import { Failure } from '../../core/failure.ts';
import { formationOwnsScale } from '../../release/process/scale.ts';
import { parseTuples } from './tuples.ts';

export default command({
  name: 'ps:scale',
  summary: 'Show or set the number of pods of each process type',
  description:
    'All changes are rolled out as one release. When app.json sets quantities under "formation", change the scale ' +
    'in app.json.',
  args: [
    appArgument,
    {
      name: 'tuple',
      summary: 'process=quantity; may be repeated',
      kind: 'text',
      optional: true,
      rest: true,
    },
  ],
  flags: {
    'skip-deploy': { type: 'boolean', summary: 'Store the quantities without deploying' },
    'no-wait': noWaitFlag,
    format: formatFlag,
  },
  role: 'deploy',
  examples: [
    { command: 'dokku ps:scale my-app', summary: 'Show the quantities' },
    { command: 'dokku ps:scale my-app web=2 worker=1', summary: 'Run two web pods and one worker pod' },
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
    if (changed.length === 0) return out.step(`${app} already runs at that scale`);
    if (!flags['skip-deploy']) await refuseIfBusy(context, app, flags['no-wait']);
    out.step(`Scaling ${app} processes: ${shown}`);
    store.scale.set(app, wanted);
    if (flags['skip-deploy']) return;
    if (store.releases.isDeployed(app) && !isRunning(context, app))
      return out.detail(`${app} is stopped. Start the app: dokku ps:start ${app}`);
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
  // The minimum width is Dokku's for an app with web alone: scripts match `web:  1`.
  const labels = Math.max(5, ...scale.map(([process]) => process.length + 1));
  for (const [process, quantity] of scale) out.line(`${`${process}:`.padEnd(labels)} ${quantity}`);
}

/** Refuses process types that the current release does not have. Before the first deploy every type is accepted. */
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
  const again = unknown.map((process) => `${process}=${wanted[process]}`).join(' ');
  throw new Failure(`${app} has no process type ${unknown.join(', ')}; nothing was changed`, {
    code: 'ps.no-such-process',
    details: [`Process types in the Procfile: ${known.join(', ') || 'none'}`],
    hint: `Add the process type to the Procfile, commit and push. Then run: dokku ps:scale ${app} ${again}`,
  });
}

function ownedByFormation(app: string, processes: string[]): Failure {
  return new Failure(`Cannot scale ${app}: app.json in its repository sets the scale`, {
    code: 'ps.formation',
    details: processes.map(
      (process) => `The quantity of ${process} belongs in app.json#/formation/${process}/quantity`,
    ),
    hint: 'Change the quantity in app.json, commit and push. To use ps:scale instead, remove all quantities from app.json',
  });
}
