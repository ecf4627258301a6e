import * as z from 'zod';
import { dnsLabel } from '../../core/kubernetes-names.ts';
import { fitsArgument } from '../../core/limits.ts';

/** Returns the schema of a whole number from `least` to `most`, with one message for every error. */
export function wholeNumber(least: number, most = 2 ** 31 - 1) {
  const error =
    most === 2 ** 31 - 1
      ? `must be a whole number ≥ ${least}`
      : `must be a whole number from ${least} to ${most}`;
  return z.int({ error }).min(least, { error }).max(most, { error });
}

/** Returns the schema of a text with at least one visible character and without NUL. */
export function text(what = 'text') {
  const error = `must be ${what}`;
  return z.string({ error }).regex(/^[^\0]*[^\0\s][^\0]*$/, { error });
}

export const tooLong = 'must be at most 128 KiB (the Linux limit for one argument)';

/** Returns the schema of a command that is short enough to start a process. */
export function commandText() {
  return text('a command').refine(fitsArgument, { error: tooLong });
}

/** A process type: a DNS-1123 label, as Kubernetes requires for names. */
export const processType = z.string().regex(dnsLabel, {
  error: 'must have a name of at most 63 lower-case letters, digits and dashes',
});
