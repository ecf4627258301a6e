import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { must, type Result, run } from './engine.ts';

const bootstrap = join(import.meta.dirname, '../../scripts/bootstrap');
const runsSshd = '/etc/ssh/sshd_not_to_be_run';

describe('scripts/bootstrap', () => {
  let folder: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'bootstrap-'));
    mkdirSync(join(folder, 'ssh'));
    writeProgram(
      'apt-get',
      `echo "$@" | tr ' ' '\\n' >"$FOLDER/asked"; ls ${runsSshd} >>"$FOLDER/asked" 2>&1 || true`,
    );
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  function writeProgram(name: string, script: string): void {
    writeFileSync(join(folder, name), `#!/bin/sh\n${script}\n`);
    chmodSync(join(folder, name), 0o755);
  }

  /**
   * Simulates a machine that lacks only these packages and has an empty /etc/ssh. Returns the arguments that apt-get
   * received.
   */
  async function asked(absent: string[], ...args: string[]): Promise<string[]> {
    const cases = absent.map((name) => `${name}) exit 1 ;;`).join(' ');
    writeProgram('dpkg-query', `for last; do :; done; case $last in ${cases} *) echo installed ;; esac`);
    // The mount is visible to this one process only.
    const script = 'mount --bind "$FOLDER/ssh" /etc/ssh && "$@" && cat "$FOLDER/asked"';
    const env = { ...process.env, FOLDER: folder, PATH: `${folder}:${process.env.PATH}` };
    const words = ['--mount', 'sh', '-c', script, 'sh', bootstrap, ...args];
    const result: Result = await run('unshare', words, { env });
    return must({ ...result, code: result.stderr.includes('asked: No such file') ? 0 : result.code }).split(
      '\n',
    );
  }

  it('installs missing packages of the engine and the quickstart', async () => {
    const words = await asked(['conntrack', 'git', 'openssh-server']);
    expect(words).to.include.members(['install', 'conntrack', 'git']).and.not.include('openssh-server');
  });

  it('installs the packages of the tests on request, and starts no daemon', async () => {
    const words = await asked(['openssh-server'], '--tests');
    expect(words).to.include.members(['install', 'openssh-server', runsSshd]);
  });

  it('changes nothing on a machine with all packages', async () => {
    expect(await asked([], '--tests')).to.deep.equal(['-----> All Debian packages are there', '']);
  });
});
