import { keyValues } from '../../cli/parts/table-text.ts';
import { appArgument, command, formatFlag } from '../../cli/table/define.ts';
import { humanDuration } from '../../core/clock.ts';
import { Failure } from '../../core/failure.ts';
import { findRelease, releaseAsJson } from './describe.ts';

export default command({
  name: 'releases:info',
  summary: 'Show a release of an app',
  args: [
    appArgument,
    { name: 'version', summary: 'v1, v2, … (default: the current release)', kind: 'text', optional: true },
  ],
  flags: {
    format: formatFlag,
    manifest: { type: 'boolean', summary: 'Print the manifest that was applied, as YAML' },
  },
  role: 'read',
  examples: [
    {
      command: 'dokku releases:info my-app v3',
      summary: 'Show release v3 and the duration of each stage',
    },
    {
      command: 'dokku releases:info my-app --manifest',
      summary: 'Print the manifest of the current release',
    },
  ],
  run({ out, store }, { args, flags }) {
    const release =
      args.version === undefined
        ? store.releases.current(args.app)
        : findRelease(store, args.app, args.version);
    if (!release) {
      throw new Failure(`${args.app} has no current release`, {
        code: 'release.missing',
        hint: `List the releases: dokku releases:list ${args.app}`,
      });
    }
    if (flags.manifest) return out.raw(release.manifest);
    if (flags.format === 'json') return out.json(releaseAsJson(release));
    const { stages, source_files, ...values } = releaseAsJson(release);
    const facts = {
      ...values,
      source_files: (source_files as string[]).join(', '),
      created_at: new Date(release.createdAt).toISOString(),
      finished_at: release.finishedAt && new Date(release.finishedAt).toISOString(),
    };
    out.header(`${args.app} release v${release.number}`);
    const rows = Object.entries(facts).map(
      ([key, value]) => [key.replaceAll('_', ' '), String(value ?? '')] as const,
    );
    const times = Object.entries(release.stages).map(
      ([stage, time]) => [`stage ${stage}`, humanDuration(time)] as const,
    );
    for (const line of keyValues([...rows, ...times])) out.detail(line);
  },
});
