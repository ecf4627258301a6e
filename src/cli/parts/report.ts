import { hasRole, visibleApps } from '../../access/guard.ts';
import { capitalize } from '../../core/capitalize.ts';
import { Failure } from '../../core/failure.ts';
import { masked } from '../../core/secrets/masked.ts';
import { nearest } from '../../core/suggest.ts';
import { GLOBAL } from '../../state/scope.ts';
import type { Context } from '../invoke/context.ts';
import { type Command, command, type Example, formatFlag } from '../table/define.ts';
import type { PropertyTable } from './property-set.ts';

/** Rows of a report, key without the plugin's prefix → value. */
export type Rows = Record<string, string>;

export interface ReportOptions<L = undefined> {
  /** `git` in `git:report`, also the prefix of flags and labels. */
  plugin: string;
  /** The prefix where it differs from the plugin's name (`ssl` of `certs:report`). */
  type?: string;
  summary: string;
  description?: string;
  examples: readonly Example[];
  /** JSON also carries every key with the prefix, as older releases did. */
  dualKeys?: boolean;
  /** Keys that carry no prefix at all (`deployed` of `ps:report`). */
  bare?: readonly string[];
  /** Masked rows, and how to get the value for an administrator who asks by the flag of the row. */
  secret?: Record<string, (context: Context, scope: string) => string | undefined>;
  /** Loads the data for the rows of all these apps at once: a report of 1,000 apps asks the cluster a single time. */
  load?(context: Context, apps: readonly string[]): Promise<L>;
  /** Rows of one app. */
  app(context: Context, app: string, loaded: L): Promise<Rows> | Rows;
  /** Further keys of an app's JSON whose values are not plain text. */
  jsonOnly?(context: Context, app: string): Record<string, unknown>;
  /** Rows of the global report; absent when the plugin has no global report. */
  global?(context: Context): Promise<Rows> | Rows;
}

/** The common behaviour of `<plugin>:report [<app>|--global] [--format stdout|json] [--<info-flag>]`. */
export function report<L = undefined>(options: ReportOptions<L>): Command {
  return command({
    name: `${options.plugin}:report`,
    summary: options.summary,
    description: options.description,
    args: [
      {
        name: 'scope',
        summary: 'Name of the app, or --global (default: all apps)',
        kind: 'scope',
        optional: true,
      },
    ],
    flags: { format: formatFlag },
    role: 'read',
    openFlags: true,
    examples: options.examples,
    async run(context, { args, flags, open }) {
      if (open.length > 0 && flags.format === 'json') {
        throw new Failure('--format json and an info flag cannot be used together', { code: 'usage' });
      }
      const scopes =
        args.scope === undefined ? visibleApps(context, context.store.apps.names()) : [args.scope];
      if (scopes.length === 0)
        context.out.warn('There are no apps yet; create one with: dokku apps:create <app>');
      const apps = scopes.filter((scope) => scope !== GLOBAL);
      const loaded = (await options.load?.(context, apps)) as L;
      for (const scope of scopes) {
        const rows =
          scope === GLOBAL ? await options.global?.(context) : await options.app(context, scope, loaded);
        print(context, options, scope, rows ?? {}, { json: flags.format === 'json', open });
      }
    },
  });
}

function print<L>(
  context: Context,
  options: ReportOptions<L>,
  scope: string,
  rows: Rows,
  { json, open }: { json: boolean; open: string[] },
): void {
  const { out } = context;
  const type = options.type ?? options.plugin;
  const keyed = Object.entries(rows)
    .map(([key, value]) => ({ key, flag: `--${options.bare?.includes(key) ? '' : `${type}-`}${key}`, value }))
    .sort((a, b) => (a.flag < b.flag ? -1 : 1));
  if (json) {
    const dual = options.dualKeys ? keyed.map(({ flag, value }) => [flag.slice(2), value]) : [];
    const more = scope === GLOBAL ? undefined : options.jsonOnly?.(context, scope);
    return out.json(
      Object.fromEntries([
        ...dual,
        ...keyed.map(({ key, value }) => [key, value]),
        ...Object.entries(more ?? {}),
      ]),
    );
  }
  if (open.length > 0) {
    const admin = hasRole(context, 'admin', scope);
    for (const flag of open) {
      const { key, value } = rowOf(keyed, flag);
      out.printUnredacted((admin && options.secret?.[key]?.(context, scope)) || value);
    }
    return;
  }
  out.header(`${scope} ${type} information`);
  const width = Math.max(31, ...keyed.map(({ flag }) => flag.length));
  const lines = keyed.map(({ flag, value }) => `${label(flag)}:`.padEnd(width) + value);
  // One write for each app: 1,000 apps would be 40,000 system calls.
  if (lines.length > 0) out.detail(lines.join('\n'));
}

function rowOf<R extends { flag: string }>(rows: readonly R[], flag: string): R {
  const row = rows.find((each) => each.flag === flag);
  if (row) return row;
  throw unknownInfoFlag(
    flag,
    rows.map((each) => each.flag),
  );
}

/** For a flag of a report that is neither a flag of the command nor one of its rows. */
export function unknownInfoFlag(flag: string, valid: readonly string[]): Failure {
  const near = nearest(flag.split(/[ =]/)[0]!, ['--format', ...valid]);
  return new Failure(`Invalid flag passed: ${flag}, valid flags: ${valid.join(', ')}`, {
    code: 'usage.info-flag',
    hint: near && `Did you mean ${near}?`,
  });
}

function label(flag: string): string {
  const words = flag.slice(2).replaceAll(/[-.]/g, ' ');
  return words.startsWith('resource ') ? words : capitalize(words);
}

/** The rows that each property gives: raw app value, `global-` raw value, `computed-` effective value. */
export function propertyRows(
  { store }: Pick<Context, 'store'>,
  plugin: string,
  properties: PropertyTable,
  scope: string,
): Rows {
  const ofApp = scope === GLOBAL ? {} : store.properties.all(scope, plugin);
  const ofAll = store.properties.all(GLOBAL, plugin);
  const rows: Rows = {};
  for (const [name, property] of Object.entries(properties)) {
    if (property.secret) {
      const isSet = (of: string) => store.secrets.keys(of, plugin).includes(name);
      if (scope !== GLOBAL && property.scope !== 'global') rows[name] = isSet(scope) ? masked : '';
      if (property.scope !== 'app') rows[`global-${name}`] = isSet(GLOBAL) ? masked : '';
      continue;
    }
    if (scope !== GLOBAL && property.scope !== 'global') rows[name] = ofApp[name] ?? '';
    if (property.scope === 'app') continue;
    rows[`global-${name}`] = ofAll[name] ?? '';
    rows[`computed-${name}`] = ofApp[name] || ofAll[name] || property.default || '';
  }
  return rows;
}
