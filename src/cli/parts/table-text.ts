/** Rows as aligned columns, two spaces apart; the last column is not padded. */
export function columns(rows: readonly (readonly string[])[]): string[] {
  const widths = (rows[0] ?? []).map((_, index) => Math.max(...rows.map((row) => (row[index] ?? '').length)));
  return rows.map((row) =>
    row
      .map((cell, index) => cell.padEnd(widths[index] ?? 0))
      .join('  ')
      .trimEnd(),
  );
}

/** `Key:  value` rows, values aligned. */
export function keyValues(rows: readonly (readonly [string, string])[]): string[] {
  return columns(rows.map(([key, value]) => [`${key}:`, value]));
}
