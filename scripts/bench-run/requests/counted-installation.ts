import { chmodSync, cpSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const project = join(import.meta.dirname, '../../..');

/** One counted item, as written by `count-process.ts`. */
export interface Counted {
  kind: 'start' | 'sql' | 'child';
  what: string;
}

/**
 * A copy of the program whose launcher loads `count-process.ts` first. The copy includes Git's hooks, so the processes
 * that Git starts for a push are counted like those of the server. The SSH session's worker, which only forwards bytes,
 * is not counted.
 */
export class CountedInstallation {
  readonly launcher: string;
  readonly #file: string;

  constructor(folder: string) {
    for (const name of ['dist', 'hooks', 'templates'])
      cpSync(join(project, name), join(folder, name), { recursive: true });
    symlinkSync(join(project, 'node_modules'), join(folder, 'node_modules'));
    mkdirSync(join(folder, 'bin'));
    this.launcher = join(folder, 'bin/dokku');
    this.#file = join(folder, 'counted');
    const counter = join(import.meta.dirname, 'count-process.ts');
    const variables = `export NODE_OPTIONS='--import=${counter}' DOKKU_COUNT_FILE='${this.#file}'\n`;
    const original = readFileSync(join(project, 'bin/dokku'), 'utf8');
    writeFileSync(this.launcher, original.replace('\n', `\n${variables}`));
    chmodSync(this.launcher, 0o755);
    this.reset();
  }

  reset(): void {
    writeFileSync(this.#file, '');
  }

  read(): Counted[] {
    const lines = readFileSync(this.#file, 'utf8').split('\n').slice(0, -1);
    return lines.map((line) => {
      const [kind, what] = line.split('\t') as [Counted['kind'], string];
      return { kind, what };
    });
  }
}
