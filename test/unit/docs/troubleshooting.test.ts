import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';

const project = join(import.meta.dirname, '../../..');
const rooms = ['appspec', 'build', 'git', 'helm', 'kustomize', 'release', 'deploy', 'rollout'];

/** What a push may end with; what only a mistyped command says explains itself. */
const topics = [
  'appspec',
  'build',
  'git',
  'helm',
  'image',
  'kustomize',
  'lock',
  'release',
  'rollout',
  'task',
];
const ofCommands = ['build.ended', 'build.not-running', 'git.command'];

describe('docs/troubleshooting.md', () => {
  const page = readFileSync(join(project, 'docs/troubleshooting.md'), 'utf8');
  const covered = new Set(
    [...page.matchAll(/<!-- covers: (.+) -->/g)].flatMap(([, codes]) => codes!.split(' ')),
  );
  const sources = globSync(`src/{${rooms.join(',')}}/**/*.ts`, { cwd: project })
    .map((file) => readFileSync(join(project, file), 'utf8'))
    .join('\n');
  const codes = [...sources.matchAll(/'([a-z]+)\.[a-z-]+'/g)]
    .filter(([, topic]) => topics.includes(topic!))
    .map(([code]) => code.slice(1, -1));

  it('explains everything that a push can end with', () => {
    const missing = new Set(codes.filter((code) => !covered.has(code) && !ofCommands.includes(code)));
    expect([...missing]).to.deep.equal([]);
  });

  it('explains nothing that does not happen', () => {
    const made = [...sources.matchAll(/`([a-z]+\.[a-z-]*)\$\{/g)].map(([, start]) => start!);
    const happens = (code: string) => codes.includes(code) || made.some((start) => code.startsWith(start));
    const gone = [...covered].filter((code) => topics.includes(code.split('.')[0]!) && !happens(code));
    expect(gone).to.deep.equal([]);
  });
});
