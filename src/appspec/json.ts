import { type AnyNode, parse } from '@humanwhocodes/momoa';
import { messageOf } from '../core/failure.ts';

export interface Position {
  line: number;
  column: number;
}

export interface JsonDocument {
  value: unknown;
  /** Position of each value, by JSON pointer. */
  positions: Map<string, Position>;
  /** Members that repeat the name of an earlier member of the same object. */
  duplicates: { pointer: string; position: Position }[];
}

/** Nesting limit: deeper than any app.json needs, and far from exhausting the stack. */
const maxDepth = 64;

/**
 * Parses JSON with comments and trailing commas. Throws a `SyntaxError` or `RangeError` whose message is a sentence.
 */
export function parseJson(text: string): JsonDocument {
  const document: JsonDocument = { value: undefined, positions: new Map(), duplicates: [] };
  const body = parse(withoutMark(text), { mode: 'jsonc', allowTrailingCommas: true }).body;
  document.value = toValue(body, [], document);
  return document;
}

/** Returns the JSON pointer (RFC 6901) of a path. */
export function pointer(path: readonly PropertyKey[]): string {
  return path.map((part) => `/${String(part).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
}

/** Returns the message and the position from an error of the parser. */
export function syntaxError(error: unknown): { what: string; position?: Position } {
  if (error instanceof RangeError) return { what: 'is nested too deeply' };
  const { line, column } = error as { line?: number; column?: number };
  const what = messageOf(error).replace(/\s*\(\d+:\d+\)\.?$/, '');
  return {
    what: `is not valid JSON: ${what}`,
    position: line === undefined ? undefined : { line, column: column ?? 1 },
  };
}

function withoutMark(text: string): string {
  return text.startsWith('\uFEFF') ? text.slice(1) : text;
}

function toValue(node: AnyNode, path: PropertyKey[], document: JsonDocument): unknown {
  if (path.length > maxDepth) throw new RangeError('nested too deeply');
  document.positions.set(pointer(path), positionOf(node));
  switch (node.type) {
    case 'Object': {
      // A Map, because a member can have the name `__proto__`.
      const members = new Map<string, unknown>();
      for (const member of node.members) {
        const name = member.name.type === 'String' ? member.name.value : member.name.name;
        const at = [...path, name];
        if (members.has(name))
          document.duplicates.push({ pointer: pointer(at), position: positionOf(member) });
        else members.set(name, toValue(member.value, at, document));
      }
      return Object.fromEntries(members);
    }
    case 'Array':
      return node.elements.map((element, index) => toValue(element.value, [...path, index], document));
    case 'String':
    case 'Number':
    case 'Boolean':
      return node.value;
    default:
      return null;
  }
}

function positionOf(node: AnyNode): Position {
  return { line: node.loc.start.line, column: node.loc.start.column };
}
