import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { execa } from 'execa';

const project = join(import.meta.dirname, '../../..');
const changelog =
  '# Changelog\n\n## Unreleased\n\n- Pushes are faster.\n\n## 0.1.0, 2026-01-31\n\n- The first.\n';

describe('scripts/release', function () {
  // Each test starts Git and Node about ten times.
  this.timeout(60_000);
  let folder: string;
  const git = async (...args: string[]) => (await execa('git', args, { cwd: folder })).stdout;
  const release = (...args: string[]) =>
    execa(join(folder, 'scripts/release'), args, { all: true, reject: false });
  const read = (file: string) => readFileSync(join(folder, file), 'utf8');
  const commitAll = async () => {
    await git('add', '--all');
    await git('commit', '--quiet', '--message', 'Change');
  };

  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'dokku-release-'));
    mkdirSync(join(folder, 'scripts/lib'), { recursive: true });
    for (const file of ['scripts/release', 'scripts/release.ts', 'scripts/lib/changelog.ts'])
      cpSync(join(project, file), join(folder, file));
    for (const file of ['package.json', 'package-lock.json', '.gitignore'])
      cpSync(join(project, file), join(folder, file));
    writeFileSync(join(folder, 'CHANGELOG.md'), changelog);
    await git('init', '--quiet', '--initial-branch', 'main');
    await git('config', 'user.name', 'Ada');
    await git('config', 'user.email', 'ada@example.com');
    symlinkSync(join(project, 'node_modules'), join(folder, 'node_modules'));
    writeFileSync(join(folder, '.git/info/exclude'), 'node_modules\n');
    await commitAll();
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it('sets the version, closes the changelog with the date, commits and tags', async () => {
    const { all, exitCode } = await release('0.2.0');
    expect(exitCode, all).to.equal(0);
    const [, closed, date] =
      /^# Changelog\n\n## Unreleased\n\n(## 0\.2\.0, (\S+)\n\n- Pushes are faster\.\n)/.exec(
        read('CHANGELOG.md'),
      )!;
    expect(closed).to.be.a('string');
    expect(Math.abs(Date.parse(date!) - Date.now())).to.be.lessThan(2 * 24 * 3600 * 1000);
    expect(JSON.parse(read('package.json')).version).to.equal('0.2.0');
    const lock = JSON.parse(read('package-lock.json'));
    expect([lock.version, lock.packages[''].version]).to.deep.equal(['0.2.0', '0.2.0']);
    expect(await git('status', '--porcelain')).to.equal('');
    expect(await git('log', '-1', '--format=%s')).to.equal('Release 0.2.0');
    expect(await git('rev-parse', 'v0.2.0^{commit}')).to.equal(await git('rev-parse', 'HEAD'));
    expect((await git('show', '--stat', '--format=', 'HEAD')).split('\n')).to.have.length(4);
  });

  const refused: [string, string[], RegExp, () => unknown][] = [
    ['a dirty work tree', ['0.2.0'], /uncommitted changes/, () => writeFileSync(join(folder, 'new'), '')],
    ['a tag that exists', ['0.2.0'], /The tag v0\.2\.0 already exists/, () => git('tag', 'v0.2.0')],
    [
      'a changelog without entries',
      ['0.2.0'],
      /no entries under "## Unreleased"/,
      () => {
        writeFileSync(join(folder, 'CHANGELOG.md'), changelog.replace('- Pushes are faster.\n', ''));
        return commitAll();
      },
    ],
    ['a version without three numbers', ['next'], /Usage: scripts\/release <version>/, () => {}],
  ];
  for (const [what, args, message, prepare] of refused) {
    it(`refuses ${what} and changes nothing`, async () => {
      await prepare();
      const before = [await git('rev-parse', 'HEAD'), await git('status', '--porcelain')];
      const { all, exitCode } = await release(...args);
      expect(exitCode).to.equal(1);
      expect(all).to.match(message);
      expect([await git('rev-parse', 'HEAD'), await git('status', '--porcelain')]).to.deep.equal(before);
      expect(JSON.parse(read('package.json')).version).to.equal(
        JSON.parse(readFileSync(join(project, 'package.json'), 'utf8')).version,
      );
    });
  }
});
