/**
 * Exact Kubernetes quantities: a whole number of nanos and the notation of the text.
 * Source of the grammar and of the canonical form: k8s.io/apimachinery/pkg/api/resource.
 */
export interface Quantity {
  nano: bigint;
  notation: 'decimal' | 'binary' | 'exponent';
}

const decimalSuffixes = ['n', 'u', 'm', '', 'k', 'M', 'G', 'T', 'P', 'E'];
const binarySuffixes = ['', 'Ki', 'Mi', 'Gi', 'Ti', 'Pi', 'Ei'];
const nanosPerUnit = 10n ** 9n;
const maxNanos = 2n ** 63n * nanosPerUnit;

/** The quantity in `text`; undefined for an invalid quantity or one of more than 63 bits. */
export function parseQuantity(text: string): Quantity | undefined {
  const match = text.match(/^([+-]?)(\d*)(?:\.(\d*))?([eE][+-]?\d{1,2}|[numkMGTPE]|[KMGTPE]i)?$/);
  if (!match || text.length > 64) return undefined;
  const [, sign, whole = '', fraction = '', suffix = ''] = match;
  if (whole === '' && fraction === '') return undefined;
  const { multiplier, divisor, notation } = scaleOf(suffix);
  const numerator = BigInt(whole + fraction) * multiplier * nanosPerUnit;
  const denominator = 10n ** BigInt(fraction.length) * divisor;
  // Kubernetes also rounds fractions of a nano away from zero.
  const nano = (numerator + denominator - 1n) / denominator;
  if (nano >= maxNanos) return undefined;
  return { nano: sign === '-' ? -nano : nano, notation };
}

function scaleOf(suffix: string): { multiplier: bigint; divisor: bigint; notation: Quantity['notation'] } {
  if (/^[eE][+-]?\d/.test(suffix)) {
    const power = BigInt(suffix.slice(1));
    return power < 0n
      ? { multiplier: 1n, divisor: 10n ** -power, notation: 'exponent' }
      : { multiplier: 10n ** power, divisor: 1n, notation: 'exponent' };
  }
  if (suffix.endsWith('i')) {
    return { multiplier: 1024n ** BigInt(binarySuffixes.indexOf(suffix)), divisor: 1n, notation: 'binary' };
  }
  const step = decimalSuffixes.indexOf(suffix) - 3;
  return step < 0
    ? { multiplier: 1n, divisor: 1000n ** BigInt(-step), notation: 'decimal' }
    : { multiplier: 1000n ** BigInt(step), divisor: 1n, notation: 'decimal' };
}

/** The canonical form: without a fraction, with the largest exact suffix. `0.5` is `500m`, `1024Mi` is `1Gi`. */
export function formatQuantity({ nano, notation }: Quantity): string {
  if (nano === 0n) return '0';
  const magnitude = nano < 0n ? -nano : nano;
  if (notation === 'binary' && magnitude % nanosPerUnit === 0n && magnitude >= 1024n * nanosPerUnit) {
    const [amount, steps] = strip(nano / nanosPerUnit, 1024n, binarySuffixes.length - 1);
    return `${amount}${binarySuffixes[steps]}`;
  }
  const [amount, steps] = strip(nano, 1000n, decimalSuffixes.length - 1);
  if (notation !== 'exponent') return `${amount}${decimalSuffixes[steps]}`;
  return steps === 3 ? `${amount}` : `${amount}e${(steps - 3) * 3}`;
}

function strip(amount: bigint, base: bigint, maxSteps: number): [bigint, number] {
  let steps = 0;
  while (steps < maxSteps && amount % base === 0n) {
    amount /= base;
    steps++;
  }
  return [amount, steps];
}

/** The quantity, or why the text is not a valid one. */
export type Reading = { quantity: Quantity } | { problem: string };

/** A number of CPUs in the form of `resource:limit --cpu`: `0.5`, `500m`, `2`. */
export function readCpu(text: string): Reading {
  const quantity = parseQuantity(text);
  if (!quantity) return { problem: 'is not a number of CPUs like 0.5, 500m or 2' };
  if (quantity.nano < 0n) return { problem: 'is negative' };
  if (quantity.nano > 0n && quantity.nano < 10n ** 6n)
    return { problem: 'is less than 1m, a thousandth of a CPU' };
  return { quantity };
}

/** Memory in the form of `resource:limit --memory`: a bare number is Mi, `b` is bytes, else a Kubernetes quantity. */
export function readMemory(text: string): Reading {
  const docker = text.match(/^(\d+)([mgt])b?$/);
  if (docker && docker[2] === 'm' && Number(docker[1]) === 0)
    return { quantity: { nano: 0n, notation: 'binary' } };
  // To Kubernetes, Docker's `512m` would be half a byte.
  if (docker)
    return { problem: `is not a Kubernetes quantity: write ${docker[1]}${docker[2]!.toUpperCase()}i` };
  const bytes = text.match(/^(\d+)b$/);
  const quantity = parseQuantity(bytes ? bytes[1]! : /^\d+$/.test(text) ? `${text}Mi` : text);
  if (!quantity) return { problem: 'is not an amount of memory like 512, 512Mi or 2Gi' };
  if (quantity.nano < 0n) return { problem: 'is negative' };
  if (quantity.nano % nanosPerUnit !== 0n) return { problem: 'is not a whole number of bytes' };
  return { quantity };
}
