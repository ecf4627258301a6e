/** A line that a long command prints after a silence. It appears only on a busy machine. */
const signOfLife = /^(?:remote: )? +… .+ since the start\n/gm;

/** Whether the output matches the page. `…` in a line stands for any text; as a line of its own, for any lines. */
export function matches(shown: readonly string[], printed: string): boolean {
  const pattern = shown.map((line) =>
    line === '…' ? '(?:.*\\n)*?' : `${line.split('…').map(RegExp.escape).join('.*')}\\n`,
  );
  const text = normal(printed).replaceAll(signOfLife, '');
  return new RegExp(`^${pattern.join('')}$`).test(text);
}

/** Removes the blanks that git appends to the lines of the remote side. */
export function normal(printed: string): string {
  const text = printed.replaceAll('\r', '').replaceAll(/[ \t]+$/gm, '');
  return text === '' || text.endsWith('\n') ? text : `${text}\n`;
}
