/** How well the lines of a log match the live outputs. */
export type LineMatch =
  /** A line of the log did not come live. */
  | 'none'
  /** Each line of the log came live too, but the log does not have all live lines yet. */
  | 'partial'
  /** The log has all live lines, in their order. */
  | 'complete';

/**
 * Compares the lines of a log, from index `start`, with the lines of the live `outputs`. The log mixes all outputs of a
 * process, so each line of the log must be the next line of one of the outputs. The first line of an output may be cut:
 * `lineStart` is the part that only the log has.
 */
export function matchLines(
  log: readonly string[],
  outputs: readonly (readonly string[])[],
  start = 0,
): { match: LineMatch; lineStart: string } {
  const at = outputs.map(() => 0);
  const longest = Math.max(...outputs.map(({ length }) => length));
  let lineStart = '';
  for (let index = start; index < log.length; index++) {
    const line = log[index]!;
    const next = outputs.findIndex((lines, output) => lines[at[output]!] === line);
    const output =
      next === -1 ? outputs.findIndex((lines, which) => at[which] === 0 && isEndOf(line, lines)) : next;
    if (output === -1) {
      // The sample of the longest output is found completely. Any line may follow.
      const isOver =
        longest > 0 && outputs.some(({ length }, which) => length === longest && at[which] === length);
      return { match: isOver ? 'complete' : 'none', lineStart };
    }
    if (next === -1) lineStart += line.slice(0, line.length - outputs[output]![0]!.length);
    at[output]!++;
    if (outputs.every((lines, which) => at[which] === lines.length)) return { match: 'complete', lineStart };
  }
  return { match: 'partial', lineStart };
}

/** Minimum number of lines after a cut line: a program that prints in blocks prints many lines at once. */
const minBlockLines = 10;

function isEndOf(line: string, [first = '', ...others]: readonly string[]): boolean {
  return others.length >= minBlockLines && first.length < line.length && line.endsWith(first);
}

/** Returns the index of the first line of the log that came live too, or the length of the log when no line did. */
export function findLiveStart(
  log: readonly string[],
  outputs: readonly (readonly string[])[],
): { start: number; match: LineMatch; lineStart: string } {
  for (let start = 0; start < log.length; start++) {
    const found = matchLines(log, outputs, start);
    if (found.match !== 'none') return { start, ...found };
  }
  return { start: log.length, match: 'partial', lineStart: '' };
}

/** Returns the text of a complete log up to the start of the live outputs. */
export function textBeforeLive(log: readonly string[], outputs: readonly (readonly string[])[]): string {
  if (outputs.every(({ length }) => length === 0)) return textOf(log);
  const { start, lineStart } = findLiveStart(log, outputs);
  return textOf(log.slice(0, start)) + lineStart;
}

export function textOf(lines: readonly string[]): string {
  return lines.map((line) => `${line}\n`).join('');
}

/** Returns the complete lines of a text. A terminal ends lines with a carriage return too; logs do not. */
export function wholeLines(text: string): string[] {
  return text.split(/\r?\n/).slice(0, -1);
}
