import type { Writable } from 'node:stream';

/** Tells how far a transfer is on standard error: standard output may be the data. */
export function progressLine(stderr: Writable): (text: string) => void {
  return (text) => void stderr.write(`-----> ${text}\n`);
}

export function mebibytes(bytes: number): string {
  return `${(bytes / 1024 / 1024).toFixed(1)} MiB`;
}
