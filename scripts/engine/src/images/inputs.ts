import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { readText } from '../system/files.ts';

/** The authorities that this machine trusts; images carry them so that builds reach the same hosts. */
export const authorities = '/etc/ssl/certs/ca-certificates.crt';

/** One short name for everything that an image is made of. */
export function inputsHash(files: string[], texts: string[]): string {
  const hash = createHash('sha256').update(readText(authorities));
  for (const file of files) hash.update(readFileSync(file));
  for (const text of texts) hash.update(`\0${text}`);
  return hash.digest('hex').slice(0, 12);
}
