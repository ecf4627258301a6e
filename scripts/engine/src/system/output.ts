export function step(text: string): void {
  process.stdout.write(`-----> ${text}\n`);
}

export function detail(text: string): void {
  process.stdout.write(`       ${text}\n`);
}

export function warn(text: string): void {
  for (const line of text.split('\n')) process.stderr.write(` !     ${line}\n`);
}

export function print(text: string): void {
  process.stdout.write(`${text}\n`);
}

export function seconds(since: number): string {
  return `${((Date.now() - since) / 1000).toFixed(1)} s`;
}
