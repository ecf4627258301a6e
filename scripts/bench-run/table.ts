import { isWithin, type Row } from './row.ts';

/** Formats the table, and adds whether every row is within its limit. */
export function formatTable(rows: Row[]): string {
  const lines = [
    ['what', 'median', 'against', 'ratio', 'must reach', ''],
    ...rows.map((row) => [
      row.what,
      row.median,
      row.against ?? '',
      row.unit ? '' : row.value.toFixed(2),
      row.limit === undefined ? '' : `${row.limit}${row.unit ? ` ${row.unit}` : ''}`,
      verdictOf(row),
    ]),
  ];
  const widths = lines[0]!.map((_, column) => Math.max(...lines.map((line) => line[column]!.length)));
  return lines
    .map((line) => line.map((cell, column) => align(cell, widths[column]!, column)).join('  '))
    .join('\n');
}

function verdictOf(row: Row): string {
  if (row.limit === undefined) return '';
  return isWithin(row) ? 'ok' : 'over';
}

/** Aligns words to the left and numbers to the right. */
function align(cell: string, width: number, column: number): string {
  return column === 0 || column === 5 ? cell.padEnd(width) : cell.padStart(width);
}
