/** How far the lines of a log agree with what came live. */
export type LineMatch =
  /** They do not. */
  | 'no'
  /** Each of them came live too. */
  | 'so far'
  /** All lines that came live are among them, in their order. */
  | 'whole';

/**
 * Compares the lines of a log from `start` on, in which all outputs of a process are mixed, with the beginnings of its
 * live `outputs`, each as lines. The first line of an output may lack its beginning, which is then returned as `lead`:
 * a live output starts anywhere.
 */
export function matchLines(
  log: readonly string[],
  outputs: readonly (readonly string[])[],
  start = 0,
): { agreement: LineMatch; lead: string } {
  const at = outputs.map(() => 0);
  const longest = Math.max(...outputs.map(({ length }) => length));
  let lead = '';
  for (let index = start; index < log.length; index++) {
    const line = log[index]!;
    const next = outputs.findIndex((lines, output) => lines[at[output]!] === line);
    const output =
      next === -1 ? outputs.findIndex((lines, which) => at[which] === 0 && isEndOf(line, lines)) : next;
    if (output === -1) {
      // Of an output of which all that is known was found, any other line may follow.
      const isOver =
        longest > 0 && outputs.some(({ length }, which) => length === longest && at[which] === length);
      return { agreement: isOver ? 'whole' : 'no', lead };
    }
    if (next === -1) lead += line.slice(0, line.length - outputs[output]![0]!.length);
    at[output]!++;
    if (outputs.every((lines, which) => at[which] === lines.length)) return { agreement: 'whole', lead };
  }
  return { agreement: 'so far', lead };
}

/** Only a program that prints in blocks cuts lines, and much at once; of a few lines it would be a coincidence. */
const blockLines = 10;

function isEndOf(line: string, [first = '', ...others]: readonly string[]): boolean {
  return others.length >= blockLines && first.length < line.length && line.endsWith(first);
}

/** The first line of a log from which on it agrees with what came live; behind the last one if there is none. */
export function place(
  log: readonly string[],
  outputs: readonly (readonly string[])[],
): { start: number; agreement: LineMatch; lead: string } {
  for (let start = 0; start < log.length; start++) {
    const found = matchLines(log, outputs, start);
    if (found.agreement !== 'no') return { start, ...found };
  }
  return { start: log.length, agreement: 'so far', lead: '' };
}

/** The part of a whole log that did not come live, with its line ends. */
export function beforeLive(log: readonly string[], outputs: readonly (readonly string[])[]): string {
  if (outputs.every(({ length }) => length === 0)) return textOf(log);
  const { start, lead } = place(log, outputs);
  return textOf(log.slice(0, start)) + lead;
}

export function textOf(lines: readonly string[]): string {
  return lines.map((line) => `${line}\n`).join('');
}

/** The whole lines of a text. */
export function linesIn(text: string): string[] {
  return text.split('\n').slice(0, -1);
}
