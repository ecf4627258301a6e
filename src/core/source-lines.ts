import { readFileSync } from 'node:fs';
import { SourceMap } from 'node:module';
import { fileURLToPath } from 'node:url';

/**
 * A stack trace with source lines in place of lines of the bundle. This file reads the maps itself: Node's
 * `--enable-source-maps` maps only modules that are loaded afterwards, and would slow down every start.
 */
export function withSourceLines(stack: string): string {
  const maps = new Map<string, SourceMap | undefined>();
  return stack.replaceAll(/(file:\/\/[^\s()]+\.mjs):(\d+):(\d+)/g, (frame, url: string, line, column) => {
    if (!maps.has(url)) maps.set(url, mapOf(url));
    const origin = maps.get(url)?.findOrigin(Number(line), Number(column));
    if (!origin || !('fileName' in origin)) return frame;
    return `${pathInProject(origin.fileName)}:${origin.lineNumber}:${origin.columnNumber}`;
  });
}

/** The map next to a file of the bundle; undefined when it is missing: a trace without maps is better than no trace. */
function mapOf(url: string): SourceMap | undefined {
  try {
    return new SourceMap(JSON.parse(readFileSync(`${fileURLToPath(url)}.map`, 'utf8')));
  } catch {
    return undefined;
  }
}

/** `../../src/core/names.ts` → `src/core/names.ts` */
function pathInProject(source: string): string {
  return source.replace(/^(\.\.\/)+/, '');
}
