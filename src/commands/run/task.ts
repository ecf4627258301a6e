import type { BuiltImage } from '../../build/types.ts';
import type { Context } from '../../cli/invoke/context.ts';
import { Failure } from '../../core/failure.ts';
import { isConfigKey } from '../../core/names.ts';
import { currentParts, deployedSpec } from '../../deploy/plan/release-inputs.ts';
import type { PodVolume } from '../../kube/types.ts';
import { type JobOptions, jobManifest, type NodePlacement } from '../../release/tasks/job.ts';
import { oneOffCommand, withEntrypoint } from '../../release/tasks/one-off-command.ts';
import type { ContainerCommand, EnvEntry, ReleaseSpec } from '../../release/types.ts';
import { nodeForJob } from '../../storage/mount/node-for-job.ts';
import { applyConcurrencyPolicy } from '../cron/concurrency-policy.ts';
import { findTask } from '../cron/find-task.ts';
import { entrypointFlag, entrypointOf, hintAtEntrypoint, runsItsArguments } from './entrypoint.ts';
import { shellCommand } from './shell.ts';

export const runFlags = {
  env: {
    type: 'string',
    short: 'e',
    multiple: true,
    summary: 'Variable for this run only',
    placeholder: 'KEY=VALUE',
  },
  'no-tty': { type: 'boolean', summary: 'Run without a terminal, even if the session has one' },
  'force-tty': { type: 'boolean', summary: 'Run with a terminal, even if the session has none' },
  'ttl-seconds': {
    type: 'number',
    summary: 'Seconds until the run is stopped (default 86400)',
    placeholder: 'N',
  },
  entrypoint: entrypointFlag,
  'cron-id': {
    type: 'string',
    summary: 'Run as this scheduled task: with its resources and volumes, and its command by default',
    placeholder: 'ID',
  },
  'concurrency-policy': {
    type: 'string',
    summary: 'Handling of a run of the task that is still running (default: the policy of the task)',
    choices: ['allow', 'forbid', 'replace'],
    placeholder: 'POLICY',
  },
} as const;

export interface RunFlags {
  env: string[];
  'no-tty': boolean;
  'force-tty': boolean;
  'ttl-seconds': number | undefined;
  entrypoint: string | undefined;
  'cron-id': string | undefined;
  'concurrency-policy': string | undefined;
}

/** The Job of a one-off command, ready to be created: the release's image, config, volumes and resources. */
export async function oneOffJob(
  context: Context,
  app: string,
  words: string[],
  flags: RunFlags,
  { name, stdin, tty }: { name: string; stdin: boolean; tty: boolean },
) {
  if (flags['no-tty'] && flags['force-tty']) {
    throw new Failure('--no-tty and --force-tty cannot be used together', { code: 'usage' });
  }
  const ttl = flags['ttl-seconds'];
  if (ttl !== undefined && ttl < 1) throw new Failure('--ttl-seconds must be at least 1', { code: 'usage' });
  const env = flags.env.map(variable);
  const entrypoint = entrypointOf(flags.entrypoint);
  const options = { ttlSeconds: ttl, stdin, tty };
  const policy = flags['concurrency-policy'];
  if (flags['cron-id'] === undefined) {
    if (policy !== undefined) {
      throw new Failure('--concurrency-policy requires --cron-id', {
        code: 'usage',
        hint: `Add --cron-id with the id of a scheduled task. List the ids: dokku cron:list ${app}`,
      });
    }
    const spec = deployedSpec(context.store, app);
    const given = commandOf(context, { app, words, env, spec, entrypoint, name });
    const placement = await placementFor(context, spec, spec.task.volumes);
    return jobManifest(spec, { kind: 'run', ...given, ...options, placement });
  }
  const task = findTask(context, app, flags['cron-id']).spec;
  const spec = deployedSpec(context.store, app);
  const { namespace } = spec;
  const { signal } = context;
  await applyConcurrencyPolicy(context, policy ?? task.concurrencyPolicy.toLowerCase(), {
    namespace,
    app,
    hash: task.hash,
    signal,
  });
  const given =
    words.length > 0
      ? commandOf(context, { app, words, env, spec, entrypoint, name })
      : { command: withEntrypoint(task, entrypoint), env };
  const placement = await placementFor(context, spec, task.volumes);
  return jobManifest(spec, { kind: 'cron', cron: task, ...given, ...options, placement });
}

/** Asks the cluster only for a task with volumes. */
async function placementFor(
  context: Context,
  { namespace }: ReleaseSpec,
  volumes: PodVolume[],
): Promise<NodePlacement | undefined> {
  if (volumes.length === 0) return undefined;
  return nodeForJob(await context.kube(), { namespace, volumes }, context.signal);
}

interface GivenCommand {
  /** Name of the dokku command, for hints. */
  name: string;
  app: string;
  words: string[];
  env: EnvEntry[];
  spec: ReleaseSpec;
  entrypoint: string[] | undefined;
}

/** One word that is a process type stands for the command of that process type; no word stands for a shell. */
function commandOf(context: Context, given: GivenCommand): Pick<JobOptions, 'command' | 'env'> {
  const { store, out } = context;
  const { app, words, env, spec, entrypoint } = given;
  const ofType = words.length === 1 ? commandOfType(spec, words[0]!) : undefined;
  if (ofType) {
    const { command, args } = withEntrypoint(ofType, entrypoint);
    out.step(`Running the command of process type ${words[0]}: ${[...command, ...args].join(' ')}`);
    return { command: { command, args }, env: [...ofType.env, ...env] };
  }
  const variables = new Set([...spec.config.keys, ...env.map(({ name }) => name)]);
  const program = words.length > 0 ? words : shellCommand(store, app);
  const command = oneOffCommand(spec.image.kind, program, variables);
  const image = JSON.parse(currentParts(store, app).image) as BuiltImage;
  if (!entrypoint && command.command.length === 0 && !runsItsArguments(image.entrypoint))
    hintAtEntrypoint(out, image.entrypoint, given);
  return { command: withEntrypoint(command, entrypoint), env };
}

/** The command of a process type, or of the release task; undefined without a command of its own. */
function commandOfType(
  spec: ReleaseSpec,
  type: string,
): (ContainerCommand & { env: EnvEntry[] }) | undefined {
  const process = spec.processes.find(({ name }) => name === type);
  if (process && process.command.length + process.args.length > 0) return process;
  return type === 'release' && spec.scripts.release ? { ...spec.scripts.release, env: [] } : undefined;
}

function variable(text: string): EnvEntry {
  const equals = text.indexOf('=');
  const name = text.slice(0, equals);
  if (equals > 0 && isConfigKey(name)) return { name, value: text.slice(equals + 1) };
  throw new Failure(`--env must be KEY=VALUE; got "${text}"`, { code: 'usage' });
}
