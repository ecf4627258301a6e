import type { AppSpec } from '../../appspec/types.ts';
import { Failure } from '../../core/failure.ts';
import { isConfigKey } from '../../core/names.ts';
import { currentRelease } from '../../deploy/ingredients.ts';
import { type JobOptions, jobManifest, type Place } from '../../release/job.ts';
import type { ReleaseSpec } from '../../release/types.ts';
import { placeOfJob } from '../../storage/pin.ts';
import type { Context } from '../context.ts';
import { deployedSpec } from '../pods.ts';
import { shellCommand } from './shell.ts';

export const runFlags = {
  env: {
    type: 'string',
    short: 'e',
    multiple: true,
    summary: 'Variable for this run alone',
    placeholder: 'KEY=VALUE',
  },
  'no-tty': { type: 'boolean', summary: 'Without a terminal, also when there is one' },
  'force-tty': { type: 'boolean', summary: 'With a terminal, also when there is none' },
  'ttl-seconds': { type: 'number', summary: 'Seconds after which the run is ended (86400)' },
} as const;

export interface RunFlags {
  env: string[];
  'no-tty': boolean;
  'force-tty': boolean;
  'ttl-seconds': number | undefined;
}

/** The Job of a one-off command: the release's image, config, volumes and resources. */
export async function oneOffJob(
  context: Context,
  app: string,
  words: string[],
  flags: RunFlags,
  stdin: boolean,
  tty: boolean,
) {
  if (flags['no-tty'] && flags['force-tty']) {
    throw new Failure('--no-tty and --force-tty cannot be used together', { code: 'usage' });
  }
  const spec = deployedSpec(context, app);
  const ttl = flags['ttl-seconds'];
  if (ttl !== undefined && ttl < 1) throw new Failure('--ttl-seconds must be at least 1', { code: 'usage' });
  const options: JobOptions = {
    kind: 'run',
    ...commandOf(context, app, words),
    env: flags.env.map(variable),
    ttlSeconds: ttl,
    stdin,
    tty,
    place: await placeFor(context, spec),
  };
  return jobManifest(spec, options);
}

/** The cluster is asked only for an app that has volumes. */
async function placeFor(
  context: Context,
  { namespace, task: { volumes } }: ReleaseSpec,
): Promise<Place | undefined> {
  if (volumes.length === 0) return undefined;
  return placeOfJob(await context.kube(), { namespace, volumes }, context.signal);
}

/** One word that the Procfile knows means that process's command; no word means a shell. */
function commandOf(
  { store, out }: Context,
  app: string,
  words: string[],
): { args: string[] } | { script: string } {
  if (words.length === 0) return { args: shellCommand(store, app) };
  const { procfile } = JSON.parse(currentRelease(store, app).appSpec) as AppSpec;
  const script = words.length === 1 && Object.hasOwn(procfile, words[0]!) ? procfile[words[0]!] : undefined;
  if (script === undefined) return { args: words };
  out.step(`Running the command of the process ${words[0]}: ${script}`);
  return { script };
}

function variable(text: string): { name: string; value: string } {
  const equals = text.indexOf('=');
  const name = text.slice(0, equals);
  if (equals > 0 && isConfigKey(name)) return { name, value: text.slice(equals + 1) };
  throw new Failure(`--env needs KEY=VALUE; it is "${text}"`, { code: 'usage' });
}
