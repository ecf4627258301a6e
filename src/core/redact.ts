import { masked, minSecretLength } from './secrets/masked.ts';
import { secretsOf } from './secrets/secrets-of.ts';
import { isWord } from './secrets/words.ts';

/**
 * Secrets that this process has read. Every text that leaves the program (terminal, log file, record) passes through
 * `redact`, so a registered value cannot leak in a message of another program.
 */
export class Redactor {
  /** What is shown in place of each text. */
  readonly #secrets = new Map<string, string>();
  /** The longest first, because a shorter secret may be a part of a longer one. */
  #sorted: [secret: string, shown: string][] | undefined;

  /** Registers secrets, whatever their form. */
  register(...values: (string | undefined)[]): void {
    for (const value of values) {
      if (!value) continue;
      // A multi-line secret (a key, a JSON file) is printed line by line, so each of its lines counts as a secret.
      const lines = value.split(/\r?\n/).map((line) => line.trim());
      if (lines.length > 1)
        for (const line of lines) if (!isWord(line) && !line.startsWith('-----')) this.#add(line);
      this.#add(value);
      this.#add(value.trim());
    }
  }

  /** Registers the secret parts of variables, such as the config of an app. */
  registerVariables(variables: Readonly<Record<string, string>>): void {
    for (const [key, value] of Object.entries(variables)) {
      const found = secretsOf(key, value);
      for (const { text, shown } of found) {
        if (shown === masked) this.register(text);
        else if (text.length >= minSecretLength) this.#set(text, shown);
      }
      // In base64, as in a Secret, the parts of a value cannot be distinguished.
      if (found.length > 0) this.#set(Buffer.from(value).toString('base64'), masked);
    }
  }

  redact(text: string): string {
    if (this.#secrets.size === 0) return text;
    // One pattern for all secrets could exceed the maximum size of a regular expression.
    this.#sorted ??= [...this.#secrets].sort(([a], [b]) => b.length - a.length);
    let result = text;
    for (const [secret, shown] of this.#sorted)
      if (secret.length <= result.length) result = result.replaceAll(secret, () => shown);
    return result;
  }

  #add(secret: string): void {
    if (secret.length < minSecretLength) return;
    for (const form of [secret, Buffer.from(secret).toString('base64'), encodeURIComponent(secret)])
      this.#set(form, masked);
  }

  #set(secret: string, shown: string): void {
    this.#secrets.set(secret, shown);
    this.#sorted = undefined;
  }
}
