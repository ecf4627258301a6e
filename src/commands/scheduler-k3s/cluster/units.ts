import { humanDuration } from '../../../core/clock.ts';
import { parseQuantity } from '../../../core/quantity.ts';

const nanos = 1e9;
const gibi = 1024 ** 3;

/** A quantity as a number of CPUs with at most two decimals: `3850m` is `3.85`. */
export function cpus(quantity: string): string {
  return String(Math.round(amountOf(quantity) * 100) / 100);
}

/** A quantity in Gi with one decimal. */
export function gibibytes(quantity: string): string {
  return (amountOf(quantity) / gibi).toFixed(1);
}

/** The time since an RFC 3339 time. */
export function age(time: string, now: number): string {
  const since = Date.parse(time);
  return Number.isNaN(since) ? '' : humanDuration(Math.max(0, now - since));
}

function amountOf(quantity: string): number {
  return Number(parseQuantity(quantity)?.nano ?? 0n) / nanos;
}
