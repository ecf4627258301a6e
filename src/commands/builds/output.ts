import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { setTimeout as pause } from 'node:timers/promises';
import type { Context } from '../../cli/invoke/context.ts';
import { writeBytes } from '../../cli/parts/write-bytes.ts';
import { appArgument, command } from '../../cli/table/define.ts';
import { buildLogPath } from '../../core/environment.ts';
import { Failure } from '../../core/failure.ts';
import { displayStatus, findBuild } from './describe.ts';

export default command({
  name: 'builds:output',
  summary: 'Print the log of a build',
  description: 'Exits with the exit status of the build.',
  args: [
    appArgument,
    { name: 'build', summary: 'Id of the build (default: the newest build)', kind: 'text', optional: true },
  ],
  flags: {
    follow: { type: 'boolean', short: 'f', summary: 'Keep printing until the build finishes' },
    offset: { type: 'number', summary: 'Start at this byte of the log, e.g. after a lost connection' },
  },
  role: 'read',
  examples: [
    { command: 'dokku builds:output my-app', summary: 'Print the log of the newest build' },
    { command: 'dokku builds:output my-app --follow', summary: 'Watch a running deploy from elsewhere' },
  ],
  async run(context, { args, flags }) {
    const { store, environment, signal } = context;
    const { id } = findBuild(store, args.app, args.build);
    const log = buildLogPath(environment, args.app, id);
    let position = await print(context, log, flags.offset ?? 0);
    while (flags.follow && !signal.aborted && displayStatus(findBuild(store, args.app, id)) === 'running') {
      await pause(200, undefined, { signal }).catch(() => {});
      position = await print(context, log, position);
    }
    await print(context, log, position);
    const build = findBuild(store, args.app, id);
    // A killed build could not record its exit status.
    return displayStatus(build) === 'abandoned' ? 137 : (build.exitCode ?? 0);
  },
});

/** Prints the log from a byte on. Returns the position after the printed part. */
async function print({ streams }: Context, log: string, from: number): Promise<number> {
  const size = await stat(log).then(
    (info) => info.size,
    (cause) => {
      throw new Failure('The log of this build is missing', {
        code: 'build.log',
        hint: 'List the builds with: dokku builds:list <app>',
        cause,
      });
    },
  );
  if (size <= from) return from;
  for await (const chunk of createReadStream(log, { start: from, end: size - 1 }))
    await writeBytes(streams.stdout, chunk);
  return size;
}
