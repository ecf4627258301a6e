import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { until } from '../../until.ts';

const module = join(import.meta.dirname, '../../../src/server/standard-streams.ts');

/**
 * A program that writes until it detects the loss of its reader, then writes once more, and records the result in a
 * file.
 */
function program(file: string, write: string): string {
  return `
    import { standardStreams } from '${module}';
    import { writeFileSync } from 'node:fs';
    process.on('SIGHUP', () => {});
    process.on('uncaughtException', ({ message }) => tell(message));
    const tell = (text) => { writeFileSync('${file}', text); process.exit(); };
    let lost = 0;
    const { streams, stdout } = standardStreams(() => lost++);
    setInterval(() => {
      ${write}
      if (lost > 1) tell('lost');
    }, 10);
  `;
}

describe('standard streams', () => {
  let folder: string;
  let file: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'streams-'));
    file = join(folder, 'told');
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  async function told(): Promise<string> {
    await until('the program has told its end', () => existsSync(file) && readFileSync(file, 'utf8') !== '');
    return readFileSync(file, 'utf8');
  }

  /** Starts the program with a reader. `kill -9` of the reader closes the pipe or the terminal. */
  function reader(kind: 'pipe' | 'terminal', code: string): ChildProcess {
    const node = `exec '${process.execPath}' --input-type=module-typescript --eval "$CODE"`;
    const options = { env: { ...process.env, CODE: code }, stdio: ['pipe', 'pipe', 'ignore'] as never };
    if (kind === 'pipe') return spawn('sh', ['-c', `(${node}) | cat`], options);
    return spawn('script', ['--quiet', '--command', node, '/dev/null'], options);
  }

  for (const kind of ['pipe', 'terminal'] as const) {
    for (const write of [`stdout.write('x\\\\n');`, `streams.stdout.write('x\\\\n');`]) {
      it(`tell that the reader of a ${kind} has gone, and go on: ${write.split('(')[0]}`, async () => {
        const child = reader(kind, program(file, write));
        await once(child.stdout!, 'data');
        child.stdout!.destroy();
        child.kill('SIGKILL');
        expect(await told()).to.equal('lost');
      });
    }
  }
});
