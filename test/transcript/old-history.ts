import type { Installation } from './harness.ts';

/** Objects that Git writes only when it is told not to check them. */
export class OldHistory {
  readonly #dokku: Installation;
  readonly #folder: string;

  constructor(dokku: Installation, folder: string) {
    this.#dokku = dokku;
    this.#folder = folder;
  }

  /** A commit whose time zone, e-mail address and file modes are wrong in ways that old programs wrote. */
  async harmless(): Promise<string> {
    const blob = await this.#write('blob', 'old\n');
    const id = Buffer.from(blob, 'hex');
    const entry = Buffer.concat([Buffer.from('0100644 old.txt\0'), id]).toString('latin1');
    // standard input is text here, so the tree is passed in octal.
    const octal = [...Buffer.from(entry, 'latin1')].map((byte) => `\\0${byte.toString(8)}`).join('');
    const script = 'printf "%b" "$0" | git hash-object -t tree -w --stdin --literally';
    const tree = await this.#run('sh', ['-c', script, octal]);
    return this.#write(
      'commit',
      `tree ${tree}\nauthor A<a@b.c> 1 +051800\ncommitter <a@b.c> 1 +0000\n\nOld\n`,
    );
  }

  /** A commit with a file that would overwrite `.git` in a clone. */
  async dangerous(): Promise<string> {
    const blob = await this.#write('blob', 'evil\n');
    const { stdout: tree } = await this.#dokku.run('git', ['-C', this.#folder, 'mktree'], {
      input: `100644 blob ${blob}\tGIT~1\n`,
    });
    return this.#run('git', ['commit-tree', '-m', 'Evil', tree]);
  }

  #write(type: string, input: string): Promise<string> {
    return this.#run('git', ['hash-object', '-t', type, '-w', '--stdin', '--literally'], input);
  }

  async #run(file: string, args: string[], input?: string): Promise<string> {
    const { stdout, status, all } = await this.#dokku.run(file, args, { cwd: this.#folder, input });
    if (status !== 0) throw new Error(all);
    return stdout;
  }
}
