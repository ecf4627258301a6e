import { appArgument, command } from '../../cli/table/define.ts';
import { Failure } from '../../core/failure.ts';
import { deployedSpec } from '../../deploy/plan/release-inputs.ts';
import { jobManifest } from '../../release/tasks/job.ts';
import { runTask } from '../../rollout/tasks/task.ts';
import { nodeForJob } from '../../storage/mount/node-for-job.ts';
import { applyConcurrencyPolicy } from './concurrency-policy.ts';
import { findTask, taskArgument } from './find-task.ts';

/** How long the result and the log of a run by hand are kept: one day. */
const keepRunSeconds = 86_400;

export default command({
  name: 'cron:run',
  summary: 'Run a scheduled task now',
  description:
    'The run uses the image, config, volumes and resources of the current release. The concurrency policy of the task ' +
    'applies: with forbid, the command is refused while another run is active. With replace, the other run is stopped ' +
    'first. The command exits with the exit status of the task.',
  args: [appArgument, taskArgument],
  flags: {
    detach: { type: 'boolean', summary: 'Print the name of the Job and leave it running' },
    'ttl-seconds': {
      type: 'number',
      summary: 'Seconds after which the run is stopped (default 86400)',
      placeholder: 'N',
    },
  },
  role: 'deploy',
  examples: [
    {
      command: 'dokku cron:run my-app 5cruaotm4yzzpnjlsdunblj8qyjp',
      summary: 'Run a task and print its output',
    },
    {
      command: 'dokku cron:run --detach my-app 5cruaotm4yzzpnjlsdunblj8qyjp',
      summary: 'Only start the task; print its output with: dokku logs my-app --ps cron',
    },
  ],
  async run(context, { args: { app, id }, flags }) {
    const ttl = flags['ttl-seconds'] ?? 86_400;
    if (!Number.isInteger(ttl) || ttl < 1)
      throw new Failure('--ttl-seconds must be a whole number of at least 1', { code: 'usage' });
    const task = findTask(context, app, id).spec;
    const { signal, out } = context;
    const spec = deployedSpec(context.store, app);
    const { namespace } = spec;
    await applyConcurrencyPolicy(context, task.concurrencyPolicy.toLowerCase(), {
      namespace,
      app,
      hash: task.hash,
      signal,
    });
    const kube = await context.kube();
    const placement = await nodeForJob(kube, { namespace, volumes: task.volumes }, signal);
    const job = jobManifest(spec, {
      kind: 'cron',
      cron: task,
      ttlSeconds: ttl,
      keepSeconds: keepRunSeconds,
      placement,
    });
    if (flags.detach) {
      await kube.create(job, { signal });
      return out.line(job.metadata.name);
    }
    return runTask(kube, job, { app, label: 'the task', out, signal, timeout: ttl * 1000, style: 'raw' });
  },
});
