import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Installation } from '../../test/cluster/installation.ts';
import { makeFleet } from './fleet.ts';

/**
 * Folders with apps and an installation, shared by the measurements. They are created at first use and deleted at the
 * end.
 */
export class Bench {
  readonly folder = mkdtempSync(join(tmpdir(), 'dokku-bench-'));
  readonly #fleets = new Map<number, Promise<string>>();
  readonly #ends: (() => unknown)[] = [];
  #installation: Promise<Installation> | undefined;

  /** Prints the current step to standard error; the table follows at the end. */
  say(text: string): void {
    console.error(`-----> ${text}`);
  }

  /** Returns the variables for commands on an installation with this many apps. */
  async fleet(apps: number): Promise<Record<string, string>> {
    const root = join(this.folder, `${apps}-apps`);
    if (!this.#fleets.has(apps)) {
      this.say(`Making ${apps} apps`);
      this.#fleets.set(
        apps,
        makeFleet(root, apps).then(() => root),
      );
    }
    await this.#fleets.get(apps);
    return { PATH: process.env.PATH!, HOME: this.folder, DOKKU_ROOT: root, LANG: 'C.UTF-8' };
  }

  /** Returns a server with a key on the engine's cluster, with its own namespace. */
  installation(): Promise<Installation> {
    this.#installation ??= this.#install();
    return this.#installation;
  }

  async #install(): Promise<Installation> {
    this.say('Starting a server');
    const installation = new Installation();
    this.atEnd(() => installation.end());
    await installation.configure();
    await installation.serve();
    return installation;
  }

  atEnd(end: () => unknown): void {
    this.#ends.push(end);
  }

  /** Cleans up in reverse order. */
  async end(): Promise<void> {
    for (const end of this.#ends.splice(0).reverse()) await end();
    rmSync(this.folder, { recursive: true, force: true });
  }
}
