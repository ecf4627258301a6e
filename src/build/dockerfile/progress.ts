import { humanDuration } from '../../core/clock.ts';
import type { Output } from '../../core/output.ts';
import { LogLines } from './log-lines.ts';
import type { SolveStatus, Vertex } from './status.ts';

interface Step {
  name: string;
  startedAt: number;
  completed: boolean;
  announced: boolean;
  lines: LogLines;
  /** The last lines of the step's output, for the message of a failure. */
  tail: string[];
}

const maxTailLines = 40;

/**
 * Prints a running build: the name of each step followed by its output, and one short line for a cached step. For
 * concurrent steps, the name is repeated whenever the printing step changes.
 */
export class BuildProgress {
  readonly #out: Output;
  readonly #dockerfile: string;
  readonly #now: () => number;
  readonly #steps = new Map<string, Step>();
  readonly #printedOnce = new Set<string>();
  #printingStep: Step | undefined;
  #printedAt: number;
  /** The step that failed, with its error. */
  failed: { name: string; error: string; tail: string[] } | undefined;

  /** `dockerfile`: its path in the repository, for warnings. */
  constructor(out: Output, dockerfile: string, now: () => number = Date.now) {
    this.#out = out;
    this.#dockerfile = dockerfile;
    this.#now = now;
    this.#printedAt = now();
  }

  add({ vertexes = [], statuses = [], logs = [], warnings = [] }: SolveStatus): void {
    for (const vertex of vertexes) this.#vertex(vertex);
    for (const { vertex, data } of logs) this.#log(vertex, data);
    for (const { id } of statuses) {
      if (id === 'pushing layers') this.#once(id, () => this.#printLine('Pushing the image'));
    }
    for (const { short, range } of warnings) {
      const line = range?.[0]?.start.line;
      const text = Buffer.from(short, 'base64').toString('utf8');
      const located = line === undefined ? text : `${this.#dockerfile}, line ${line}: ${text}`;
      this.#once(located, () => this.#out.warn(located));
    }
  }

  /** Called at intervals: prints the running step after `quietMs` milliseconds without output. */
  heartbeat(quietMs: number): void {
    const now = this.#now();
    if (now - this.#printedAt < quietMs) return;
    const longest = this.#running();
    if (longest)
      this.#printLine(`still running: ${longest.name} (${humanDuration(now - longest.startedAt)})`);
  }

  /** Name of the step that has been running for the longest time. */
  get running(): string | undefined {
    return this.#running()?.name;
  }

  #running(): Step | undefined {
    const running = [...this.#steps.values()].filter((step) => !step.completed);
    return running.sort((a, b) => a.startedAt - b.startedAt)[0];
  }

  #vertex({ digest, name, started, completed, cached, error }: Vertex): void {
    if (!started) return;
    const step = this.#stepOf(digest, name);
    // A step that was cancelled from outside was running, and did not fail.
    const ended = error !== undefined && /context canceled/.test(error);
    step.completed = completed !== undefined && !ended;
    if (error && !ended) this.failed ??= { name: step.name, error, tail: step.tail };
    if (isInternal(name)) return;
    if (cached && !step.announced) {
      step.announced = true;
      this.#printLine(`${step.name} (cached)`);
    } else if (!completed && isRun(name)) {
      this.#announce(step);
    } else if (completed) {
      if (!step.announced) this.#announce(step);
      this.#print(step, step.lines.end());
    }
  }

  #log(digest: string, data: string): void {
    const step = this.#steps.get(digest);
    if (step) this.#print(step, step.lines.push(Buffer.from(data, 'base64')));
  }

  #print(step: Step, lines: string[]): void {
    for (const line of lines) {
      if (this.#printingStep !== step) this.#announce(step);
      step.tail.push(line);
      if (step.tail.length > maxTailLines) step.tail.shift();
      this.#printLine(`  ${line}`, step);
    }
  }

  #announce(step: Step): void {
    step.announced = true;
    this.#printLine(step.name, step);
  }

  #printLine(text: string, speaker?: Step): void {
    this.#out.detail(text);
    this.#printingStep = speaker;
    this.#printedAt = this.#now();
  }

  #once(text: string, say: () => void): void {
    if (this.#printedOnce.has(text)) return;
    this.#printedOnce.add(text);
    say();
  }

  #stepOf(digest: string, name: string): Step {
    let step = this.#steps.get(digest);
    if (!step) {
      step = {
        name: shortName(name),
        startedAt: this.#now(),
        completed: false,
        announced: false,
        lines: new LogLines(),
        tail: [],
      };
      this.#steps.set(digest, step);
    }
    return step;
  }
}

/** Internal steps of BuildKit, of which only failures are printed. */
function isInternal(name: string): boolean {
  return (
    name.startsWith('[internal]') ||
    name.startsWith('exporting') ||
    name.startsWith('[auth]') ||
    name.startsWith('importing')
  );
}

function isRun(name: string): boolean {
  return /^\[[^\]]*\] RUN /.test(name);
}

/** Removes the digest of a base image, which means nothing to a reader. */
function shortName(name: string): string {
  return name.replace(/@sha256:[0-9a-f]{64}/, '').replace('docker.io/library/', '');
}
