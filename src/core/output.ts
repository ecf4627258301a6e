import { Redactor } from './redact.ts';

/** The target of text: a stream of this process, the pipe of an SSH channel, a log file. */
export interface Sink {
  write(text: string): void;
}

export interface OutputOptions {
  stdout: Sink;
  stderr: Sink;
  /** Headers and steps are left out (`--quiet`). */
  quiet?: boolean;
  /** ANSI colours and cursor movement are understood (a terminal). */
  color?: boolean;
  /** `--trace`: debug lines are printed. */
  trace?: boolean;
  redactor?: Redactor;
}

type Color = 'red' | 'green' | 'yellow' | 'blue' | 'magenta' | 'cyan' | 'dim';
const ansi: Record<Color, number> = {
  red: 31,
  green: 32,
  yellow: 33,
  blue: 34,
  magenta: 35,
  cyan: 36,
  dim: 2,
};

/**
 * Everything the program prints, in Dokku's format: `-----> step`, `=====> header`, seven spaces for detail and
 * ` !     ` for warnings. Text is redacted here, on its way out, so no caller can forget it.
 */
export class Output {
  readonly quiet: boolean;
  readonly color: boolean;
  readonly trace: boolean;
  readonly redactor: Redactor;
  /** The target of redacted text. */
  readonly stdout: Sink;
  readonly #stderr: Sink;

  constructor(options: OutputOptions) {
    this.quiet = options.quiet ?? false;
    this.color = options.color ?? false;
    this.trace = options.trace ?? false;
    this.redactor = options.redactor ?? new Redactor();
    this.stdout = options.stdout;
    this.#stderr = options.stderr;
  }

  /** `-----> text`: a step of the work. */
  step(text: string): void {
    if (!this.quiet) this.#lines(this.stdout, '-----> ', text);
  }

  /** `=====> text`: the heading of a report or a phase. */
  header(text: string): void {
    if (!this.quiet) this.#lines(this.stdout, '=====> ', text);
  }

  /** Seven spaces and text: a detail of the step above, or a row of a report. */
  detail(text: string): void {
    this.#lines(this.stdout, '       ', text);
  }

  /** ` !     text` on stderr. */
  warn(text: string): void {
    this.#lines(this.#stderr, ' !     ', text, 'yellow');
  }

  /** ` !     text` on stderr, for the end of a command. */
  fail(text: string): void {
    this.#lines(this.#stderr, ' !     ', text, 'red');
  }

  /** ` ?     text` on stderr, only under `--trace`. */
  debug(text: string): void {
    if (this.trace) this.#lines(this.#stderr, ' ?     ', text, 'dim');
  }

  /** A raw line of data on stdout. */
  line(text = ''): void {
    this.stdout.write(`${this.redactor.redact(text)}\n`);
  }

  /** Raw text on stdout, without a line end of its own. */
  raw(text: string): void {
    this.stdout.write(this.redactor.redact(text));
  }

  /** A value as one line of JSON on stdout. Secrets that a command shows on purpose pass `unredacted`. */
  json(value: unknown): void {
    this.stdout.write(`${this.redactor.redact(JSON.stringify(value))}\n`);
  }

  /** A line that shows a secret because the user asked for the secret (`config:get`). */
  printUnredacted(text: string): void {
    this.printUnredactedRaw(`${text}\n`);
  }

  /** The same for text that has its own line ends. */
  printUnredactedRaw(text: string): void {
    this.stdout.write(text);
  }

  paint(color: Color, text: string): string {
    return this.color ? `\u001b[${ansi[color]}m${text}\u001b[0m` : text;
  }

  /** The same output with other sinks or another setting. */
  with(changes: Partial<OutputOptions>): Output {
    const { stdout, quiet, color, trace, redactor } = this;
    return new Output({ stdout, stderr: this.#stderr, quiet, color, trace, redactor, ...changes });
  }

  /** The same output with warnings on stdout; every byte is also written to `log` (a build log). */
  joined(log?: Sink): Output {
    const { stdout } = this;
    const both: Sink = {
      write(text) {
        stdout.write(text);
        log?.write(text);
      },
    };
    return this.with({ stdout: both, stderr: both });
  }

  #lines(sink: Sink, prefix: string, text: string, color?: Color): void {
    const painted = this.redactor
      .redact(text)
      .split('\n')
      .map((line) => `${color ? this.paint(color, prefix) : prefix}${line}`.trimEnd());
    sink.write(`${painted.join('\n')}\n`);
  }
}
