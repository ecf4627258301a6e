import { authorize } from '../../access/guard.ts';
import { printHowToApply } from '../../cli/parts/restart.ts';
import { type Command, command, type Example, scopeArgument } from '../../cli/table/define.ts';
import { capitalize } from '../../core/capitalize.ts';
import { Failure } from '../../core/failure.ts';
import { isProcessOrTask } from '../../core/names.ts';
import { givesCloudRights } from '../../release/policy/kinds.ts';
import {
  type MetadataKind,
  metadataPlugins,
  metadataProblem,
  metadataProperty,
  resourceTypes,
} from '../../release/settings/metadata-settings.ts';
import { GLOBAL } from '../../state/scope.ts';

export const resourceTypeFlag = {
  type: 'string',
  summary: `Type of the objects: ${resourceTypes.join(', ')}`,
  placeholder: 'TYPE',
} as const;

export const processTypeFlag = {
  type: 'string',
  summary: 'Only objects of this process type, or of the scheduled task with this id',
  placeholder: 'PROCESS',
} as const;

/** Types with one object for all processes of an app. */
const appWide: readonly string[] = ['serviceaccount'];

/** `scheduler-k3s:annotations:set` and `scheduler-k3s:labels:set`. */
export function metadataSet(kind: MetadataKind, examples: readonly Example[]): Command {
  return command({
    name: `scheduler-k3s:${kind}s:set`,
    summary: `Set or remove ${kind === 'label' ? 'a label' : 'an annotation'} of Kubernetes objects`,
    description:
      `The ${kind} of an app overrides the global one. The ${kind} of a process type overrides the one for all process ` +
      'types. Takes effect with the next deploy or restart.',
    args: [
      scopeArgument,
      { name: 'key', summary: `Key of the ${kind}`, kind: 'text' },
      { name: 'value', summary: `Value; omit to remove the ${kind}`, kind: 'text', optional: true },
    ],
    flags: { 'resource-type': resourceTypeFlag, 'process-type': processTypeFlag },
    role: 'admin',
    examples,
    run(context, { args: { scope, key, value }, flags }) {
      const type = readResourceType(flags['resource-type']);
      const process = readProcess(flags['process-type'], type);
      const problem = metadataProblem({ kind, key, value: value ?? '' });
      const removes = value === undefined || value === '';
      if (problem && !removes) throw new Failure(capitalize(problem), { code: 'usage.value' });
      if (!removes && kind === 'annotation' && givesCloudRights(key))
        authorize(context, { name: `Setting ${key}`, role: 'admin' }, GLOBAL);
      const property = metadataProperty({ process, type, key });
      const { properties } = context.store;
      if (removes) properties.unset(scope, metadataPlugins[kind], property);
      else properties.set(scope, metadataPlugins[kind], property, value);
      if (scope !== GLOBAL) printHowToApply(context, scope);
    },
  });
}

/** The resource type, or a Failure that lists the valid types. */
export function readResourceType(text: string | undefined): (typeof resourceTypes)[number] {
  const type = resourceTypes.find((known) => known === text);
  if (type) return type;
  throw new Failure(
    text === undefined ? 'Please specify a resource type' : `"${text}" is not a valid resource type`,
    {
      code: 'usage.value',
      details: [`Valid types: ${resourceTypes.join(', ')}`],
      hint: 'Add one of the valid types, for example: --resource-type deployment',
    },
  );
}

function readProcess(text: string | undefined, type: string): string | undefined {
  if (text === undefined) return undefined;
  if (!isProcessOrTask(text)) {
    throw new Failure(`"${text}" is not a valid process type or cron id`, {
      code: 'usage.value',
    });
  }
  if (!appWide.includes(type)) return text;
  throw new Failure(`An app has one ${type} for all its processes`, {
    code: 'usage.value',
    hint: 'Omit --process-type',
  });
}
