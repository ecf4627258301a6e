import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { execa } from 'execa';
import { built } from './build.ts';

describe('bin/dokku', () => {
  let home: string;
  let path: string;
  beforeEach(() => {
    home = mkdtempSync(join(tmpdir(), 'dokku-launcher-'));
    path = join(home, 'path');
    mkdirSync(path);
    mkdirSync(join(home, 'bin'));
    cpSync(join(import.meta.dirname, '../../bin/dokku'), join(home, 'bin/dokku'));
  });
  afterEach(() => rmSync(home, { recursive: true }));

  /** Runs the launcher in an environment with only this Node. */
  async function version(): Promise<string> {
    const { all, exitCode } = await execa('/bin/sh', [join(home, 'bin/dokku'), 'version'], {
      env: { PATH: path, DOKKU_COMPILE_CACHE: join(home, 'cache') },
      extendEnv: false,
      all: true,
      reject: false,
    });
    return exitCode === 0 ? all : `${all}\n[exit ${exitCode}]`;
  }

  const build = async () => symlinkSync(join(await built(), 'dist'), join(home, 'dist'));
  const setup = () => join(home, 'scripts/setup');

  it('prints what to do when the bundle is missing', async () => {
    expect(await version()).to.equal(
      ` !     The program is not built\n !     Build it with: ${setup()}\n[exit 1]`,
    );
  });

  it('prints what to do without Node, or with an old Node', async () => {
    await build();
    expect(await version()).to.equal(
      ` !     Node 24 is not installed\n !     Install it beside the program with: ${setup()}\n[exit 1]`,
    );
    writeFileSync(join(path, 'node'), '#!/bin/sh\necho v18.19.0\n', { mode: 0o755 });
    expect(await version()).to.equal(
      ` !     Node 24 or later is needed; this is v18.19.0\n !     Install it beside the program with: ${setup()}\n[exit 1]`,
    );
  });

  it("uses the system's Node when it is new enough", async () => {
    await build();
    symlinkSync(process.execPath, join(path, 'node'));
    expect(await version()).to.match(/^dokku version \d/);
  });
});
