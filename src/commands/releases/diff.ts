import { appArgument, command, formatFlag } from '../../cli/table/define.ts';
import { diffRelease, type ReleaseDiff, type ValueChange } from '../../release/diff.ts';
import type { ReleaseSpec } from '../../release/types.ts';
import type { ReleaseRecord } from '../../state/deploys/release-record.ts';
import { findRelease } from './describe.ts';

export default command({
  name: 'releases:diff',
  summary: 'Compare two releases of an app',
  description: 'Compares config values without printing them.',
  args: [
    appArgument,
    { name: 'from', summary: 'The older release, e.g. v1', kind: 'text' },
    { name: 'to', summary: 'The newer release, e.g. v2', kind: 'text' },
  ],
  flags: { format: formatFlag },
  role: 'read',
  examples: [{ command: 'dokku releases:diff my-app v1 v2', summary: 'Show the changes in v2' }],
  run({ out, store }, { args, flags }) {
    const [from, to] = [args.from, args.to].map((name) => findRelease(store, args.app, name));
    const facts = (record: ReleaseRecord) => ({
      number: record.number,
      commit: record.commit,
      config: store.releases.config(args.app, record.configHash) ?? {},
      spec: JSON.parse(record.spec) as ReleaseSpec,
      manifest: record.manifest,
    });
    const difference = diffRelease(facts(from!), facts(to!));
    if (flags.format === 'json') return out.json(difference);
    out.header(`${args.app} v${from!.number} → v${to!.number}`);
    for (const line of linesOf(difference)) out.line(paintLine(line));

    function paintLine(line: string): string {
      if (line.startsWith('+')) return out.paint('green', line);
      return line.startsWith('-') ? out.paint('red', line) : line;
    }
  },
});

function linesOf({ image, commit, config, spec, manifest }: ReleaseDiff): string[] {
  const facts = [changed('image', image), changed('commit', commit)].flat();
  const variables = [
    ...config.removed.map((key) => `- config ${key}`),
    ...config.added.map((key) => `+ config ${key}`),
    ...config.changed.map((key) => `~ config ${key}`),
  ];
  const settings = spec.flatMap(({ path, ...change }) => changed(path, change));
  const lines = [...facts, ...variables, ...settings, ...manifest.split('\n').filter(Boolean)];
  return lines.length > 0 ? lines : ['No difference'];
}

function changed(what: string, change: ValueChange | undefined): string[] {
  if (!change) return [];
  const shown = (value: unknown) => (typeof value === 'string' ? value : JSON.stringify(value));
  return [
    ...(change.from === undefined ? [] : [`- ${what}: ${shown(change.from)}`]),
    ...(change.to === undefined ? [] : [`+ ${what}: ${shown(change.to)}`]),
  ];
}
