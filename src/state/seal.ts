import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { Failure } from '../core/failure.ts';

/**
 * Encrypts secrets at rest (AES-256-GCM), so that a copied database, record or backup of the database alone reveals no
 * secrets. The key is a file in the folder of the database. The file is created at first use, and only its owner can
 * read it.
 */
export class Seal {
  readonly #key: Buffer;

  constructor(key: Buffer) {
    this.#key = key;
  }

  static open(file: string): Seal {
    mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
    try {
      // `wx`: if two processes start together, one writes the key and both use it.
      writeFileSync(file, randomBytes(32), { flag: 'wx', mode: 0o600 });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
    return new Seal(readFileSync(file));
  }

  seal(text: string): Uint8Array {
    const nonce = randomBytes(12);
    const cipher = createCipheriv('aes-256-gcm', this.#key, nonce);
    const body = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
    return Buffer.concat([nonce, cipher.getAuthTag(), body]);
  }

  open(sealed: Uint8Array): string {
    try {
      const bytes = Buffer.from(sealed);
      const decipher = createDecipheriv('aes-256-gcm', this.#key, bytes.subarray(0, 12));
      decipher.setAuthTag(bytes.subarray(12, 28));
      return decipher.update(bytes.subarray(28), undefined, 'utf8') + decipher.final('utf8');
    } catch (cause) {
      throw new Failure('A stored secret cannot be read: it was sealed with another key', {
        code: 'state.seal',
        hint: 'Restore seal.key of this installation from the backup that the database came from',
        cause,
      });
    }
  }
}
