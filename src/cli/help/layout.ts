/** Maximum length of a line of help, except `dokku help` itself, which fits 80 columns. */
export const helpColumns = 100;

/** The left column of a table is at most this wide; a longer cell gets lines of its own. */
const maxLeftColumn = 36;
const margin = '    ';
const gap = '  ';

export type Row = readonly [left: string, right: string];

/** Two columns with a margin, each wrapped; a long left cell stands above its right cell. */
export function twoColumns(rows: readonly Row[]): string[] {
  const fitting = rows.map(([left]) => left.length).filter((length) => length <= maxLeftColumn);
  const width = Math.max(0, ...fitting) || maxLeftColumn;
  const indent = ' '.repeat(margin.length + width + gap.length);
  return rows.flatMap(([left, right]) => {
    const text = wrapText(right, helpColumns - indent.length);
    if (left.length <= width) {
      const [first = '', ...rest] = text;
      return [`${margin}${left.padEnd(width)}${gap}${first}`.trimEnd(), ...rest.map((line) => indent + line)];
    }
    return [...wrapSynopsis(left, margin), ...text.map((line) => indent + line)];
  });
}

/** A usage line within the width of help: flags and arguments stay whole, further lines are indented. */
export function wrapSynopsis(synopsis: string, prefix = ''): string[] {
  const parts = synopsis.match(/\[[^\]]*\]|<[^>]*>…?|\S+/g) ?? [];
  const indent = ' '.repeat(prefix.length + 4);
  return fill(parts, helpColumns, prefix, indent);
}

/** Lines of at most `width` characters; an indented line is a row of its own, and its further lines hang below it. */
export function wrapText(text: string, width: number): string[] {
  const indent = /^ */.exec(text)![0];
  const words = text.trim().split(' ');
  return fill(words, width, indent, indent === '' ? '' : `${indent}    `);
}

function fill(words: readonly string[], width: number, first: string, indent: string): string[] {
  const lines: string[] = [];
  let line = first;
  let isEmpty = true;
  for (const word of words) {
    if (!isEmpty && line.length + 1 + word.length > width) {
      lines.push(line);
      line = indent;
      isEmpty = true;
    }
    line += isEmpty ? word : ` ${word}`;
    isEmpty = false;
  }
  return [...lines, line];
}
