/** What is shown in place of a secret. */
export const masked = '*******';

/**
 * Secrets that this process has seen. Every string that leaves the program (terminal, log file, record) passes
 * through `redact`, so a value that was registered once cannot leak in a message of another program.
 */
export class Redactor {
  readonly #secrets = new Set<string>();
  /** The longest first: a shorter one may be a part of it. */
  #sorted: string[] | undefined;

  /** Shorter values would blank ordinary words; they are too weak to be secrets anyway. */
  static readonly minimumLength = 6;

  register(...values: (string | undefined)[]): void {
    for (const value of values) {
      if (!value) continue;
      // A multi-line secret (a key, a JSON file) is printed line by line, so each line is one.
      for (const line of value.split(/\r?\n/)) this.#add(line.trim());
      this.#add(value);
    }
  }

  redact(text: string): string {
    if (this.#secrets.size === 0) return text;
    // One pattern for all secrets could exceed the size limit of a regular expression.
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

/** Whether a config value may be a secret. Numbers, booleans, short words and URLs without credentials are not. */
export function looksSecret(key: string, value: string): boolean {
  if (value.length < Redactor.minimumLength) return false;
  if (/^(true|false|\d+(\.\d+)?|production|development|staging)$/i.test(value)) return false;
  if (/secret|token|password|passwd|pwd|key|credential|auth|private|dsn|salt|signature/i.test(key))
    return true;
  return /:\/\/[^/\s:@]*:[^/\s@]+@/.test(value);
}
