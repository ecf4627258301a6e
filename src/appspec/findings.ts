import type { Mistake } from './types.ts';

/** Collects all mistakes and warnings of a repository, so that they are told at once. */
export class Findings {
  readonly mistakes: Mistake[] = [];
  readonly warnings: string[] = [];

  mistake(where: string, what: string, position: { line: number; column?: number } = { line: 0 }): void {
    this.mistakes.push({ where, what, ...position });
  }

  warn(text: string): void {
    this.warnings.push(text);
  }

  /** `app.json#/formation/web/quantity: must be a whole number ≥ 0, is "two" (line 4:19)`, in the files' order. */
  lines(): string[] {
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
