import type { Mistake } from './types.ts';

/**
 * Limit of the mistakes and of the warnings in a message. A file in another format can have a mistake on every line.
 */
const maxFindings = 100;

/** Collects all mistakes and warnings of a repository, so that one message reports them all. */
export class Findings {
  readonly mistakes: Mistake[] = [];
  readonly warnings: string[] = [];

  mistake(where: string, what: string, position: { line: number; column?: number } = { line: 0 }): void {
    this.mistakes.push({ where, what, ...position });
  }

  warn(text: string): void {
    if (this.warnings.length < maxFindings) this.warnings.push(text);
    else this.warnings[maxFindings] = '… and more like these';
  }

  /**
   * Formats the mistakes, sorted by file and line, e.g. `app.json#/formation/web/quantity: must be a whole number ≥ 0,
   * is "two" (line 4:19)`.
   */
  lines(): string[] {
    const lines = this.#sorted();
    return lines.length <= maxFindings
      ? lines
      : [...lines.slice(0, maxFindings), `… and ${lines.length - maxFindings} more`];
  }

  #sorted(): string[] {
    const fileOf = (mistake: Mistake) => mistake.where.split(/[#:]/)[0]!;
    return this.mistakes
      .toSorted(
        (a, b) => fileOf(a).localeCompare(fileOf(b)) || a.line - b.line || (a.column ?? 0) - (b.column ?? 0),
      )
      .map(({ where, what, line, column }) => {
        const position = line > 0 && column !== undefined ? ` (line ${line}:${column})` : '';
        return `${where}: ${what}${position}`;
      });
  }
}
