import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { execa } from 'execa';
import { built } from './build.ts';

/** An installation in which whole sessions run against the real program. */
export class Session {
  readonly root = mkdtempSync(join(tmpdir(), 'dokku-transcript-'));
  #runs = 0;

  /**
   * Plays a transcript. Lines that begin with `$ dokku` are commands. Each is followed by its output, standard error
   * included, and by `[exit N]` if the exit status is not 0. Common indentation is ignored. `input` is the standard
   * input of the last command.
   */
  async play(transcript: string, input?: string): Promise<void> {
    const wanted = dedent(transcript);
    const commands = wanted.split('\n').filter((line) => line.startsWith('$ dokku'));
    let seen = '';
    for (const [index, command] of commands.entries()) {
      const { text, status } = await this.run(
        words(command).slice(2),
        index === commands.length - 1 ? input : undefined,
      );
      seen += `${command}\n${text.trimEnd()}${text.trimEnd() && '\n'}${status === 0 ? '' : `[exit ${status}]\n`}`;
    }
    expect(seen.trimEnd()).to.equal(wanted);
  }

  /** Runs one command. Returns both streams in the order in which they were written, and the exit status. */
  async run(args: string[], input?: string | Buffer): Promise<{ text: string; status: number | null }> {
    const program = join(await built(), 'bin', 'dokku');
    const file = join(this.root, `output-${++this.#runs}`);
    const output = openSync(file, 'w');
    try {
      const child = spawn(program, args, {
        stdio: ['pipe', output, output],
        env: this.#variables,
      });
      child.stdin!.end(input ?? '');
      const [status] = await once(child, 'close');
      return { text: readFileSync(file, 'utf8'), status };
    } finally {
      closeSync(output);
    }
  }

  /** Returns the output of a line of bash, standard error included; `dokku` is the program. */
  async shell(line: string): Promise<string> {
    const script = `dokku() { '${join(await built(), 'bin', 'dokku')}' "$@"; }\n${line}`;
    const { all } = await execa('bash', ['-c', script], {
      env: this.#variables,
      extendEnv: false,
      all: true,
      reject: false,
      stripFinalNewline: false,
    });
    return all;
  }

  get #variables() {
    return { PATH: process.env.PATH, HOME: this.root, DOKKU_ROOT: join(this.root, 'dokku') };
  }

  end(): void {
    rmSync(this.root, { recursive: true });
  }
}

/** Splits a line into words like a shell; quotes keep words together. */
function words(line: string): string[] {
  return (line.match(/(?:[^\s"']|"[^"]*"|'[^']*')+/g) ?? []).map((word) =>
    word.replaceAll(/"([^"]*)"|'([^']*)'/g, '$1$2'),
  );
}

function dedent(text: string): string {
  const lines = text.replace(/^\n/, '').trimEnd().split('\n');
  const indents = lines.filter((line) => line.trim() !== '').map((line) => line.search(/\S/));
  const common = Math.min(...indents);
  return lines.map((line) => line.slice(common).trimEnd()).join('\n');
}
