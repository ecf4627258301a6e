import type { Writable } from 'node:stream';

/** Prints the progress of a transfer to standard error, because standard output may carry the data. */
export function transferProgress(stderr: Writable): (text: string) => void {
  return (text) => void stderr.write(`-----> ${text}\n`);
}

export function mebibytes(bytes: number): string {
  return `${(bytes / 1024 / 1024).toFixed(1)} MiB`;
}
