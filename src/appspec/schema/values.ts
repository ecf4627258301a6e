import * as z from 'zod';

/** A whole number from `least` to `most`, with one sentence for every way to miss it. */
export function wholeNumber(least: number, most = 2 ** 31 - 1) {
  const error =
    most === 2 ** 31 - 1
      ? `must be a whole number ≥ ${least}`
      : `must be a whole number from ${least} to ${most}`;
  return z.int({ error }).min(least, { error }).max(most, { error });
}

/** Text with at least one visible character and without NUL. */
export function text(what = 'text') {
  const error = `must be ${what}`;
  return z.string({ error }).regex(/^[^\0]*[^\0\s][^\0]*$/, { error });
}

/** Names as Kubernetes takes them: a DNS-1123 label. */
export const processType = z.string().regex(/^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/, {
  error: 'must be named in lower-case letters, digits and dashes',
});
