/** Printed after a silence, so on a busy machine only. */
const signOfLife = /^(?:remote: )? +… .+ since the start\n/gm;

/** Whether what was printed is what the page shows: `…` in a line stands for any text, a line of its own for any lines. */
export function matches(shown: readonly string[], printed: string): boolean {
  const pattern = shown.map((line) =>
    line === '…' ? '(?:.*\\n)*?' : `${line.split('…').map(RegExp.escape).join('.*')}\\n`,
  );
  const text = normal(printed).replaceAll(signOfLife, '');
  return new RegExp(`^${pattern.join('')}$`).test(text);
}

/** Without the blanks that git puts behind the lines of the remote side. */
export function normal(printed: string): string {
  const text = printed.replaceAll('\r', '').replaceAll(/[ \t]+$/gm, '');
  return text === '' || text.endsWith('\n') ? text : `${text}\n`;
}
