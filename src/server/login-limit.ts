/** Failures that an address may have within the window before it must wait. */
const maxFailures = 30;
const windowMs = 60_000;

/** Above this number the oldest addresses are forgotten: an attacker with many addresses must not fill the memory. */
const maxAddresses = 10_000;

/** Counts failed logins by address, for SSH and HTTP together. */
export class LoginLimit {
  readonly #failures = new Map<string, { count: number; since: number }>();

  failed(address: string, now = Date.now()): void {
    const entry = this.#current(address, now) ?? { count: 0, since: now };
    entry.count++;
    this.#failures.delete(address);
    this.#failures.set(address, entry);
    if (this.#failures.size > maxAddresses) this.#failures.delete(this.#failures.keys().next().value!);
  }

  /** Seconds until the address may try again; 0 when it may try now. */
  waitOf(address: string, now = Date.now()): number {
    const entry = this.#current(address, now);
    if (!entry || entry.count < maxFailures) return 0;
    return Math.ceil((entry.since + windowMs - now) / 1000);
  }

  #current(address: string, now: number): { count: number; since: number } | undefined {
    const entry = this.#failures.get(address);
    return entry && now - entry.since < windowMs ? entry : undefined;
  }
}
