import { allComponents } from '../components/all.ts';
import type { Settings } from '../settings.ts';
import { writeFile } from '../system/files.ts';
import { record } from '../system/processes.ts';
import type { CappedLog } from './capped-log.ts';
import { relay } from './relay.ts';
import { Unit } from './unit.ts';

/** The process that stays: it starts the components in order, restarts those that die, and stops all. */
export class Supervisor {
  readonly #settings: Settings;
  readonly #log: CappedLog;
  readonly #units = new Map<string, Unit>();
  readonly #self = record(process.pid);

  constructor(settings: Settings, log: CappedLog) {
    this.#settings = settings;
    this.#log = log;
  }

  async run(): Promise<void> {
    const stopped = new Promise<void>((resolve) => {
      for (const name of ['SIGTERM', 'SIGINT'] as const) process.once(name, () => resolve());
    });
    // Sent after a node was added or removed.
    process.on('SIGHUP', () => void this.#reload());
    relay(this.#settings.registryPort, this.#settings.nodeIp, this.#log);
    await this.#reload();
    await stopped;
    await this.#stopAll();
  }

  /** Brings the running units into line with what is wanted now. */
  async #reload(): Promise<void> {
    const wanted = allComponents(this.#settings);
    const names = new Set(wanted.map(({ name }) => name));
    for (const component of wanted) {
      if (!this.#units.has(component.name))
        this.#start(new Unit(this.#settings, component, () => this.#publish()));
    }
    const dropped = [...this.#units.values()].filter((unit) => !names.has(unit.component.name));
    await Promise.all(dropped.map((unit) => unit.stop()));
    for (const unit of dropped) this.#units.delete(unit.component.name);
    this.#publish();
  }

  #start(unit: Unit): void {
    this.#units.set(unit.component.name, unit);
    const ready = () => unit.component.needs.every((name) => this.#units.get(name)?.ready);
    void unit.run(ready);
  }

  /** In waves: a component is stopped when no other component needs it. */
  async #stopAll(): Promise<void> {
    let left = [...this.#units.values()];
    while (left.length > 0) {
      const needed = new Set(left.flatMap((unit) => unit.component.needs));
      const wave = left.filter((unit) => !needed.has(unit.component.name));
      await Promise.all(wave.map((unit) => unit.stop()));
      left = left.filter((unit) => !wave.includes(unit));
    }
  }

  #publish(): void {
    const components = [...this.#units.values()].map((unit) => unit.status);
    writeFile(this.#settings.paths.status, JSON.stringify({ supervisor: this.#self, components }, null, 2));
  }
}
