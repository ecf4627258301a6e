import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Installation } from '../../test/cluster/installation.ts';
import { makeFleet } from './fleet.ts';

/** Folders with apps and an installation, which measurements share. Created at first use and deleted at the end. */
export class Bench {
  readonly folder = mkdtempSync(join(tmpdir(), 'dokku-bench-'));
  readonly #fleets = new Map<number, Promise<string>>();
  readonly #ends: (() => unknown)[] = [];
  #installation: Promise<Installation> | undefined;

  /** Prints the current work; the table comes last. */
  say(text: string): void {
    console.error(`-----> ${text}`);
  }

  /** The variables of commands on an installation with this many apps. */
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

  /** A server with a key on the engine's cluster, in a namespace of its own. */
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

  /** Cleans up everything, in reverse order. */
  async end(): Promise<void> {
    for (const end of this.#ends.splice(0).reverse()) await end();
    rmSync(this.folder, { recursive: true, force: true });
  }
}
