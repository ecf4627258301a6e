import { command } from '../../cli/table/define.ts';
import { label } from '../../core/labels.ts';
import type { Pod } from '../../kube/types.ts';
import { waitFor } from '../../kube/wait.ts';
import { oneOffJob, runFlags } from './task.ts';

export default command({
  name: 'run:detached',
  summary: 'Start a one-off command in the background',
  args: [
    { name: 'app', summary: 'Name of the app', kind: 'app' },
    { name: 'command', summary: 'The command and its arguments', kind: 'text', rest: true },
  ],
  flags: runFlags,
  role: 'deploy',
  passthrough: 1,
  examples: [
    {
      command: 'dokku run:detached my-app node import.js',
      summary: 'Start an import and print the name of its pod',
    },
  ],
  async run(context, { args, flags }) {
    const tty = flags['force-tty'];
    const job = await oneOffJob(context, args.app, args.command, flags, {
      name: 'run:detached',
      stdin: false,
      tty,
    });
    const kube = await context.kube();
    await kube.create(job, { signal: context.signal });
    const pods = {
      apiVersion: 'v1',
      kind: 'Pod',
      namespace: job.metadata.namespace,
      labelSelector: `${label.job}=${job.metadata.name}`,
    };
    const name = await waitFor<Pod, string>(kube, pods, ([pod]) => pod?.metadata.name, {
      signal: context.signal,
      what: 'the pod of the command',
    });
    context.out.line(name);
  },
});
