import { keyValues } from '../../cli/parts/table-text.ts';
import { appArgument, command, formatFlag } from '../../cli/table/define.ts';
import { humanDuration } from '../../core/clock.ts';
import { Failure } from '../../core/failure.ts';
import { asJson, findRelease } from './describe.ts';

export default command({
  name: 'releases:info',
  summary: 'Show one release',
  args: [
    appArgument,
    { name: 'version', summary: 'v1, v2, …; the one that serves without it', kind: 'text', optional: true },
  ],
  flags: {
    format: formatFlag,
    manifest: { type: 'boolean', summary: 'Print the manifest that was applied, as YAML' },
  },
  role: 'read',
  examples: [
    {
      command: 'dokku releases:info my-app v3',
      summary: 'Show what release v3 was and how long each stage took',
    },
    { command: 'dokku releases:info my-app --manifest', summary: 'Print what is applied in the cluster now' },
  ],
  run({ out, store }, { args, flags }) {
    const release =
      args.version === undefined
        ? store.releases.current(args.app)
        : findRelease(store, args.app, args.version);
    if (!release) {
      throw new Failure(`${args.app} has no release that serves`, {
        code: 'release.missing',
        hint: `List them with: dokku releases:list ${args.app}`,
      });
    }
    if (flags.manifest) return out.raw(release.manifest);
    if (flags.format === 'json') return out.json(asJson(release));
    const { stages, ...values } = asJson(release);
    const facts = {
      ...values,
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
