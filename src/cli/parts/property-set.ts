import { authorize } from '../../access/guard.ts';
import { Failure } from '../../core/failure.ts';
import { masked } from '../../core/secrets/masked.ts';
import { GLOBAL } from '../../state/scope.ts';
import type { Context } from '../invoke/context.ts';
import { type Command, command, type Example, scopeArgument } from '../table/define.ts';

/** One setting of a `<plugin>:set` command. */
interface Property {
  summary: string;
  /** Where it may be set; both when absent. */
  scope?: 'app' | 'global';
  /** Affects more than the app: setting it needs the role for all apps, also for one app. */
  needsGlobalRole?: boolean;
  /** The effective value when nothing is set; shown by the report. */
  default?: string;
  /** The stored form of a value, or the reason why it is refused, as a `Failure`. */
  normalize?(value: string): string;
  /** An empty value is stored instead of unsetting the property (`git:set rev-env-var ""` disables). */
  keepsEmpty?: boolean;
  /** Stored encrypted, among the secrets. A report shows the value only to an administrator who asks by its flag. */
  secret?: boolean;
}

export type PropertyTable = Record<string, Property>;

/** The common behaviour of `<plugin>:set <app|--global> <property> [<value>]`. */
export function propertySet(options: {
  plugin: string;
  summary: string;
  properties: PropertyTable;
  examples: readonly Example[];
  /** Other names of properties, from older documentation. */
  aliases?: Record<string, string>;
  /** Words that stand for a property with a value. */
  shorthands?: Record<string, { property: string; value: string }>;
  /** Properties of older releases, each with the answer to an attempt to set it. */
  elsewhere?: Record<string, (context: Context, scope: string) => unknown>;
  /** Checks the settings with the new value; throws to undo the change. */
  verify?(context: Context, change: { scope: string; property: string }): void;
  /** Called after a value was stored or removed, for settings that take effect at once. */
  changed?(context: Context, change: { scope: string; property: string }): unknown;
}): Command {
  const { plugin, properties } = options;
  return command({
    name: `${plugin}:set`,
    summary: options.summary,
    description: describe(properties),
    args: [
      scopeArgument,
      { name: 'property', summary: 'Name of the property', kind: 'text' },
      {
        name: 'value',
        summary: 'New value; omit to remove the setting',
        kind: 'text',
        optional: true,
        rest: true,
      },
    ],
    flags: {},
    role: 'admin',
    examples: options.examples,
    async run(context, input) {
      const { scope } = input.args;
      const { property, value } = propertyAndValue(input.args.property, input.args.value, options);
      const answer = options.elsewhere?.[property];
      if (answer) return answer(context, scope);
      const definition = checkProperty(plugin, properties, scope, property);
      if (definition.needsGlobalRole)
        authorize(context, { name: `Setting ${property}`, role: 'admin' }, GLOBAL);
      const { store, out } = context;
      const stored =
        value || (definition.keepsEmpty && value === '')
          ? (definition.normalize?.(value) ?? value)
          : undefined;
      store.transaction(() => {
        if (stored === undefined && definition.secret) store.secrets.unset(scope, plugin, [property]);
        else if (stored === undefined) store.properties.unset(scope, plugin, property);
        else if (definition.secret) store.secrets.set(scope, plugin, { [property]: stored });
        else store.properties.set(scope, plugin, property, stored);
        options.verify?.(context, { scope, property });
      });
      if (stored === undefined) out.header(`Unsetting ${property}`);
      else out.header(`Setting ${property} to ${definition.secret ? masked : value}`);
      await options.changed?.(context, { scope, property });
    },
  });
}

/** The property and value of the words after the scope. No word means no value; an empty word is an empty value. */
function propertyAndValue(
  property: string,
  words: readonly string[],
  {
    aliases,
    shorthands,
  }: { aliases?: Record<string, string>; shorthands?: Record<string, { property: string; value: string }> },
): { property: string; value: string | undefined } {
  const value = words.length > 0 ? words.join(' ') : undefined;
  const shorthand = value === undefined ? shorthands?.[property] : undefined;
  return shorthand ?? { property: aliases?.[property] ?? property, value };
}

function checkProperty(plugin: string, properties: PropertyTable, scope: string, name: string): Property {
  const valid = Object.entries(properties).filter(
    ([, { scope: only }]) => !only || only === (scope === GLOBAL ? 'global' : 'app'),
  );
  const found = valid.find(([key]) => key === name)?.[1];
  if (found) return found;
  const elsewhere = properties[name]?.scope;
  throw new Failure(
    elsewhere
      ? `The property ${name} can only be set ${elsewhere === 'global' ? 'globally' : 'for an app'}`
      : `Invalid property ${name}`,
    {
      code: 'usage.property',
      details: elsewhere
        ? []
        : [
            `Valid properties: ${valid
              .map(([key]) => key)
              .sort()
              .join(', ')}`,
          ],
      hint: elsewhere
        ? `Set the property with: dokku ${plugin}:set ${elsewhere === 'global' ? '--global' : '<app>'} ${name} <value>`
        : `Show all properties with: dokku help ${plugin}:set`,
    },
  );
}

function describe(properties: PropertyTable): string {
  const rows = Object.entries(properties).map(([name, { summary, scope, default: preset }]) => {
    const notes = [
      scope === 'global' && 'global only',
      scope === 'app' && 'per app',
      preset && `default ${preset}`,
    ];
    const shown = notes.filter(Boolean).join(', ');
    return `    ${name}: ${summary}${shown ? ` (${shown})` : ''}`;
  });
  return ['Properties:', ...rows].join('\n');
}
