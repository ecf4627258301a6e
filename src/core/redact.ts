/** What is shown in place of a secret. */
export const masked = '*******';

/**
 * Secrets that this process has read. Every text that leaves the program (terminal, log file, record) passes through
 * `redact`, so a registered value cannot leak in a message of another program.
 */
export class Redactor {
  readonly #secrets = new Set<string>();
  /** The longest first, because a shorter secret may be a part of a longer one. */
  #sorted: string[] | undefined;

  /** Shorter values would also hide ordinary words, and are too weak to be secrets. */
  static readonly minimumLength = 6;

  register(...values: (string | undefined)[]): void {
    for (const value of values) {
      if (!value) continue;
      // A multi-line secret (a key, a JSON file) is printed line by line, so each of its lines counts as a secret.
      for (const line of value.split(/\r?\n/)) this.#add(line.trim());
      this.#add(value);
    }
  }

  redact(text: string): string {
    if (this.#secrets.size === 0) return text;
    // One pattern for all secrets could exceed the maximum size of a regular expression.
    this.#sorted ??= [...this.#secrets].sort((a, b) => b.length - a.length);
    let result = text;
    for (const secret of this.#sorted)
      if (secret.length <= result.length) result = result.replaceAll(secret, masked);
    return result;
  }

  #add(secret: string): void {
    if (secret.length < Redactor.minimumLength) return;
    this.#secrets.add(secret);
    this.#secrets.add(Buffer.from(secret).toString('base64'));
    this.#secrets.add(encodeURIComponent(secret));
    this.#sorted = undefined;
  }
}

/** Whether a config value may be a secret. Numbers, booleans, short words and URLs without a login are not. */
export function looksSecret(key: string, value: string): boolean {
  if (value.length < Redactor.minimumLength) return false;
  if (/^(true|false|\d+(\.\d+)?|production|development|staging)$/i.test(value)) return false;
  if (/secret|token|password|passwd|pwd|key|credential|auth|private|dsn|salt|signature/i.test(key))
    return true;
  return /:\/\/[^/\s:@]*:[^/\s@]+@/.test(value);
}
