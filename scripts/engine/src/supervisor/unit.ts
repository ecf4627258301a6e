import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Component } from '../components/component.ts';
import type { Settings } from '../settings.ts';
import { writeFile } from '../system/files.ts';
import { end, record } from '../system/processes.ts';
import { CappedLog } from './capped-log.ts';
import { componentEnvironment } from './environment.ts';
import type { ComponentStatus } from './status.ts';

const firstDelay = 250;
const longestDelay = 10_000;
/** A process that lived this long had recovered: the next restart is quick again. */
const settled = 30_000;

/** Keeps one component running until it is told to stop. */
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
    let delay = firstDelay;
    while (!this.#stopping) {
      while (!dependenciesReady() && !this.#stopping) await sleep(20);
      if (this.#stopping) return;
      const lived = await this.#once();
      if (this.#stopping) return;
      delay = lived > settled ? firstDelay : Math.min(delay * 2, longestDelay);
      this.status.restarts += 1;
      this.#set('down');
      await sleep(delay);
    }
  }

  async stop(): Promise<void> {
    this.#stopping = true;
    const running = this.#child?.pid ? record(this.#child.pid) : undefined;
    if (running) await end([running], this.component.grace);
    this.#set('stopped');
  }

  /** Starts the process, follows it until it ends, and says how long it lived. */
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
    if (child.pid) this.#recordProcess(child.pid);
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

  /** So that the next command can end this process even if the supervisor was killed. */
  #recordProcess(pid: number): void {
    writeFile(join(this.#settings.paths.records, `${this.component.name}.json`), JSON.stringify(record(pid)));
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
