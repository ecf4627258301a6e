import type { Bench } from './bench.ts';

/** One line of the table. */
export interface Row {
  what: string;
  /** The measured value and its reference: `23 ms`, `16 ms`. */
  median: string;
  against?: string;
  /** The value that the limit applies to: a ratio, MB or a number of pods. */
  value: number;
  unit?: 'MB' | 'pods';
  /** undefined: the row has no limit. */
  limit: number | undefined;
}

export function isWithin({ value, limit = Number.POSITIVE_INFINITY }: Row): boolean {
  return value <= limit;
}

/** A group of rows that are measured together. Its name selects the group on the command line. */
export interface Measurement {
  name: string;
  summary: string;
  /** Default number of runs of each side. */
  runs: number;
  measure(bench: Bench, runs: number): Promise<Row[]>;
}

export function ratioRow(what: string, limit: number | undefined, measured: number, against: number): Row {
  return {
    what,
    limit,
    median: milliseconds(measured),
    against: milliseconds(against),
    value: measured / against,
  };
}

export function countRow(what: string, limit: number | undefined, counted: number, against: number): Row {
  return { what, limit, median: String(counted), against: String(against), value: counted / against };
}

export function memoryRow(what: string, limit: number, megabytes: number): Row {
  return { what, limit, median: `${megabytes.toFixed(0)} MB`, value: megabytes, unit: 'MB' };
}

function milliseconds(value: number): string {
  return value < 100 ? `${value.toFixed(1)} ms` : `${Math.round(value)} ms`;
}
