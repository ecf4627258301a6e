/** The results of some tests. */
export interface Report {
  passes: number;
  failures: number;
  pending: number;
  /** Milliseconds in tests and hooks, by file. */
  files: Record<string, number>;
}

export function emptyReport(): Report {
  return { passes: 0, failures: 0, pending: 0, files: {} };
}

export function add(sum: Report, part: Report): void {
  for (const key of ['passes', 'failures', 'pending'] as const) sum[key] += part[key];
  Object.assign(sum.files, part.files);
}

export function seconds(milliseconds: number): string {
  return `${Math.round(milliseconds / 1000)} s`;
}
