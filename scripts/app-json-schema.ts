import * as z from 'zod';
import { appJson } from '../src/appspec/schema/index.ts';
import { descriptions } from './app-json-descriptions.ts';

type Node = z.core.JSONSchema.JSONSchema;

/**
 * Returns the schema of app.json as JSON Schema (draft 2020-12), for editors. Rules between several fields are omitted.
 * Throws when a key has no description, or when a description has no key.
 */
export function appJsonSchema(): string {
  const schema: Node = z.toJSONSchema(appJson, { io: 'input' });
  const unused = new Set(Object.keys(descriptions));
  describe(schema, '', unused);
  if (unused.size > 0) throw new Error(`Described, but not in the schema: ${[...unused].join(', ')}`);
  return `${JSON.stringify({ $schema: schema.$schema, title: 'app.json', ...schema }, null, 2)}\n`;
}

/**
 * Adds the descriptions to a node. `path` joins keys by dots; `*` stands for a name that the author of the file
 * chooses, or for an element of a list.
 */
function describe(node: Node, path: string, unused: Set<string>): void {
  for (const alternative of node.anyOf ?? []) describe(alternative as Node, path, unused);
  for (const member of [node.additionalProperties, node.items])
    if (typeof member === 'object') describe(member as Node, `${path}*.`, unused);
  for (const [key, value] of Object.entries(node.properties ?? {})) {
    const own = `${path}${key}`;
    if (!descriptions[own]) throw new Error(`scripts/app-json-descriptions.ts does not describe ${own}`);
    unused.delete(own);
    Object.assign(value as Node, { description: descriptions[own] });
    describe(value as Node, `${own}.`, unused);
  }
}
