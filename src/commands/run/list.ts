import type { Context } from '../../cli/invoke/context.ts';
import { columns } from '../../cli/parts/table-text.ts';
import { appArgument, command, formatFlag } from '../../cli/table/define.ts';
import { deployedSpec } from '../../deploy/plan/release-inputs.ts';
import { containersOf } from '../../kube/containers.ts';
import type { Pod } from '../../kube/types.ts';
import { podsOf } from '../../rollout/objects/pods.ts';

export default command({
  name: 'run:list',
  summary: 'List the running and recent one-off commands of an app',
  args: [appArgument],
  flags: { format: formatFlag },
  role: 'read',
  examples: [{ command: 'dokku run:list my-app', summary: 'List the one-off commands of an app' }],
  async run(context, { args, flags }) {
    const pods = context.store.releases.isDeployed(args.app) ? await oneOffPods(context, args.app) : [];
    const rows = pods.map((pod) => {
      const [container] = containersOf(pod);
      const { command: program = [], args: words = [] } = pod.spec.containers[0] ?? {};
      return {
        name: pod.metadata.name,
        state: pod.status?.phase?.toLowerCase() ?? 'unknown',
        exit_code: container?.status?.state?.terminated?.exitCode ?? null,
        created_at: pod.metadata.creationTimestamp ?? '',
        command: [...program, ...words].join(' '),
      };
    });
    if (flags.format === 'json') return context.out.json(rows);
    if (rows.length === 0) return context.out.warn(`No one-off commands of ${args.app} are running`);
    context.out.header(`${args.app} run containers`);
    const table = rows.map((row) => [row.name, row.state, row.created_at, row.command]);
    for (const line of columns([['Name', 'State', 'Created', 'Command'], ...table])) context.out.line(line);
  },
});

async function oneOffPods(context: Context, app: string): Promise<Pod[]> {
  const { namespace } = deployedSpec(context.store, app);
  return podsOf(await context.kube(), { namespace, app, process: 'run', signal: context.signal });
}
