import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Component } from '../components/component.ts';
import type { Settings } from '../settings.ts';
import { record, stopProcesses } from '../system/processes.ts';
import { CappedLog } from './capped-log.ts';
import { componentEnvironment } from './environment.ts';
import { recordProcess } from './records.ts';
import type { ComponentStatus } from './status.ts';

const firstDelayMs = 250;
const maxDelayMs = 10_000;
/** After a run of this length the next restart is quick again. */
const stableAfterMs = 30_000;

/** Keeps one component running until `stop` is called. */
export class Unit {
  readonly component: Component;
  readonly status: ComponentStatus;
  readonly #settings: Settings;
  readonly #changed: () => void;
  readonly #log: CappedLog;
  #child: ChildProcess | undefined;
  #stopping = false;

  constructor(settings: Settings, component: Component, changed: () => void) {
    this.component = component;
    this.status = { name: component.name, phase: 'waiting', restarts: 0 };
    this.#settings = settings;
    this.#changed = changed;
    this.#log = new CappedLog(join(settings.paths.logs, `${component.name}.log`), settings.logBytes);
  }

  get ready(): boolean {
    return this.status.phase === 'ready';
  }

  async run(dependenciesReady: () => boolean): Promise<void> {
    let delay = firstDelayMs;
    while (!this.#stopping) {
      while (!dependenciesReady() && !this.#stopping) await sleep(20);
      if (this.#stopping) return;
      const lived = await this.#once();
      if (this.#stopping) return;
      delay = lived > stableAfterMs ? firstDelayMs : Math.min(delay * 2, maxDelayMs);
      this.status.restarts += 1;
      this.#set('down');
      await sleep(delay);
    }
  }

  async stop(): Promise<void> {
    this.#stopping = true;
    const running = this.#child?.pid ? record(this.#child.pid) : undefined;
    if (running) await stopProcesses([running], this.component.grace);
    this.#set('stopped');
  }

  /** Starts the process, waits until it ends, and returns how long it ran. */
  async #once(): Promise<number> {
    const { command, args, cwd, env } = this.component;
    const child = spawn(command, args, {
      cwd: cwd ?? '/',
      env: componentEnvironment(env),
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: true,
    });
    this.#child = child;
    const started = Date.now();
    const ended = new Promise<string>((resolve) => {
      child.on('error', (error) => resolve(error.message));
      child.on('exit', (code, signal) => resolve(signal ? `signal ${signal}` : `status ${code}`));
    });
    child.stdout.on('data', (chunk: Buffer) => this.#log.write(chunk));
    child.stderr.on('data', (chunk: Buffer) => this.#log.write(chunk));
    if (child.pid) recordProcess(this.#settings, this.component.name, child.pid);
    this.status.pid = child.pid;
    this.status.since = started;
    this.#set('starting');
    const over = ended.then(() => true);
    await this.#awaitReady(over);
    this.status.lastEnd = await ended;
    this.#log.write(`engine: ${this.component.name} ended with ${this.status.lastEnd}\n`);
    this.status.pid = undefined;
    return Date.now() - started;
  }

  async #awaitReady(over: Promise<boolean>): Promise<void> {
    for (;;) {
      const ready = await this.component.ready().catch(() => false);
      if (ready && !this.#stopping) return this.#set('ready');
      if (await Promise.race([over, sleep(50, false)])) return;
    }
  }

  #set(phase: ComponentStatus['phase']): void {
    this.status.phase = phase;
    this.#changed();
  }
}
