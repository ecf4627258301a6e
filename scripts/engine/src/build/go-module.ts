import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { run } from '../system/run.ts';
import { moduleFolder } from './cache.ts';
import type { Program } from './program.ts';
import { substitute } from './substitute.ts';

/** A module of which the program imports packages. */
export interface Used {
  path: string;
  /** That of the replacement where there is one. */
  version: string;
  isReplaced: boolean;
}

/** The go.mod and go.sum of a program, seen without the folders that substitutes leave out. */
export class GoModule {
  readonly program: Program;
  readonly #flags: readonly string[];

  private constructor(program: Program, flags: readonly string[]) {
    this.program = program;
    this.#flags = flags;
  }

  /** @param work a folder for copies of the modules that have substitutes */
  static async open(program: Program, work: string): Promise<GoModule> {
    return new GoModule(program, await substitute(program, work, placeOf(program)));
  }

  async used(): Promise<Used[]> {
    const format =
      '{{with .Module}}{{.Path}} {{.Version}}{{with .Replace}} {{.Path}} {{.Version}}{{end}}{{end}}';
    const sources = Object.values(this.program.binaries);
    const output = await this.#go('list', ...this.#flags, '-deps', '-f', format, ...sources);
    return [...new Set(output.split('\n'))]
      .map((line) => line.split(' '))
      .filter(([, version]) => version)
      .map(([path, version, replacement, replaced]) => ({
        path: path!,
        version: replaced || version!,
        isReplaced: replacement !== undefined,
      }));
  }

  /** Changes requirements and brings the rest of go.mod and go.sum up to date. `edits` are flags of `go mod edit`. */
  async change(edits: readonly string[]): Promise<void> {
    const own = join(moduleFolder(this.program), 'go.mod');
    const modfile = this.#flags[1] ?? own;
    await this.#go('mod', 'edit', ...edits, modfile);
    await this.#go('mod', 'tidy', ...this.#flags);
    if (modfile === own) return;
    const isCopy = (line: string) => line.startsWith('replace ') && line.includes(`=> ${dirname(modfile)}`);
    const lines = readFileSync(modfile, 'utf8').split('\n');
    writeFileSync(
      own,
      `${lines
        .filter((line) => !isCopy(line))
        .join('\n')
        .trimEnd()}\n`,
    );
    cpSync(modfile.replace(/mod$/, 'sum'), own.replace(/mod$/, 'sum'));
    // The copies are made from the modules themselves, whose sums Go does not note while copies replace them.
    const originals = (this.program.substitutes ?? []).map(({ module }) => module);
    await this.#go('mod', 'download', ...originals);
  }

  #go(...args: string[]): Promise<string> {
    return run('go', args, placeOf(this.program));
  }
}

function placeOf(program: Program): { cwd: string; env: NodeJS.ProcessEnv } {
  return { cwd: moduleFolder(program), env: { ...process.env, GOFLAGS: '-mod=mod' } };
}
