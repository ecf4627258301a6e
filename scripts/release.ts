import { readFileSync, writeFileSync } from 'node:fs';
import { execaSync } from 'execa';
import { closeSection } from './lib/changelog.ts';

// Checks everything before the first write, so that a refused release changes nothing.

const [version, ...rest] = process.argv.slice(2);
if (version === undefined || rest.length > 0 || !/^\d+\.\d+\.\d+$/.test(version))
  refuse('Usage: scripts/release <version>', 'The version has three numbers, like 0.2.0');

const tag = `v${version}`;
if (git('status', '--porcelain') !== '')
  refuse('The work tree has uncommitted changes', 'Commit or stash them: git status');
if (git('tag', '--list', tag) !== '')
  refuse(`The tag ${tag} already exists`, 'Choose the next version. List the tags with: git tag --list');

const changelog = closeSection(readFileSync('CHANGELOG.md', 'utf8'), version, today());
if (changelog === undefined)
  refuse(
    'CHANGELOG.md has no entries under "## Unreleased"',
    'Write there what changed for users, commit, and run scripts/release again',
  );

const files = ['package.json', 'package-lock.json', 'CHANGELOG.md'];
writeFileSync('CHANGELOG.md', changelog);
for (const file of ['package.json', 'package-lock.json']) setVersion(file, version);
git('add', ...files);
git('commit', '--quiet', '--message', `Release ${version}`);
git('tag', '--annotate', tag, '--message', `Release ${version}`);
console.log(`-----> Committed and tagged ${tag}`);
console.log(`       Publish the release with: git push origin HEAD ${tag}`);

/** Sets the version of the project itself; a lock file contains the version twice. */
function setVersion(file: string, value: string): void {
  const manifest = JSON.parse(readFileSync(file, 'utf8'));
  manifest.version = value;
  if (manifest.packages?.['']) manifest.packages[''].version = value;
  writeFileSync(file, `${JSON.stringify(manifest, undefined, 2)}\n`);
}

function git(...args: string[]): string {
  return execaSync('git', args).stdout;
}

/** Returns today's date in this machine's time zone: `2026-03-31`. */
function today(): string {
  const now = new Date();
  const two = (number: number) => String(number).padStart(2, '0');
  return `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}`;
}

function refuse(reason: string, next: string): never {
  console.error(` !     ${reason}\n !     ${next}`);
  process.exit(1);
}
