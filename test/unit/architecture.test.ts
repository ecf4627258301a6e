import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { expect } from 'chai';

const src = join(import.meta.dirname, '..', '..', 'src');

/** Rooms in order: nothing imports what stands to the right of it. Rooms of one row may know each other. */
const order = [
  ['core'],
  ['kustomize'],
  ['exec', 'state', 'kube', 'helm', 'appspec'],
  ['build', 'release', 'rollout', 'storage', 'cluster', 'access', 'git'],
  ['deploy'],
  ['lifecycle'],
  ['cli'],
  ['server'],
  ['commands'],
  ['main.ts'],
];

interface Import {
  from: string;
  what: string;
  typeOnly: boolean;
}

interface Source {
  /** Path below `src`. */
  path: string;
  text: string;
  imports: Import[];
}

const sources = readdirSync(src, { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile() && entry.name.endsWith('.ts'))
  .map((entry): Source => {
    const file = join(entry.parentPath, entry.name);
    const text = readFileSync(file, 'utf8');
    const path = relative(src, file);
    return { path, text, imports: importsOf(path, text) };
  });

function importsOf(path: string, text: string): Import[] {
  const statement =
    /^(?:import|export)\s(?<clause>[^'";]*?from\s)?'(?<static>[^']+)'|import\('(?<dynamic>[^']+)'\)/gm;
  return [...text.matchAll(statement)].map(({ groups }) => ({
    from: path,
    what: groups!.static ?? groups!.dynamic!,
    typeOnly: /^type\s/.test(groups!.clause ?? ''),
  }));
}

function roomOf(path: string): string {
  return path.split('/')[0]!;
}

function rowOf(room: string): number {
  return order.findIndex((row) => row.includes(room));
}

/** Rooms that a file imports, by its own imports of our files. */
function roomsImported({ path, imports }: Source): { room: string; typeOnly: boolean }[] {
  return imports
    .filter(({ what }) => what.startsWith('.'))
    .map(({ what, typeOnly }) => ({ room: roomOf(relative(src, join(src, dirname(path), what))), typeOnly }))
    .filter(({ room }) => room !== '..');
}

function offenders(bad: (source: Source) => boolean): string[] {
  return sources.filter(bad).map(({ path }) => path);
}

function importersOf(...packages: string[]): string[] {
  const meant = (what: string) => packages.some((name) => what === name || what.startsWith(`${name}/`));
  return [
    ...new Set(
      sources
        .filter(({ imports }) => imports.some(({ what, typeOnly }) => meant(what) && !typeOnly))
        .map(({ path }) => roomOf(path)),
    ),
  ];
}

describe('the architecture', () => {
  it('has no other rooms than those that are known', () => {
    expect(
      [...new Set(sources.map(({ path }) => roomOf(path)))].filter((room) => rowOf(room) === -1),
    ).to.deep.equal([]);
  });

  it('imports in one direction', () => {
    const wrong = sources.flatMap((source) =>
      roomsImported(source)
        .filter(({ room }) => rowOf(room) > rowOf(roomOf(source.path)))
        .map(({ room }) => `${source.path} imports ${room}`),
    );
    expect(wrong).to.deep.equal([]);
  });

  it('starts child processes in exec only, by execa', () => {
    expect(importersOf('execa')).to.deep.equal(['exec']);
    expect(importersOf('node:child_process', 'child_process')).to.deep.equal([]);
  });

  it('speaks to Kubernetes in kube only', () => {
    expect(importersOf('@kubernetes/client-node')).to.deep.equal(['kube']);
  });

  it('opens databases in state only', () => {
    expect(importersOf('node:sqlite')).to.deep.equal(['state']);
  });

  it('writes to the streams of the process in main, cli, server and core/output only', () => {
    const rooms = ['main.ts', 'cli', 'server'];
    const writes = /\bconsole\.|process\.(stdout|stderr)\b/;
    expect(
      offenders(
        ({ path, text }) => !rooms.includes(roomOf(path)) && path !== 'core/output.ts' && writes.test(text),
      ),
    ).to.deep.equal([]);
  });

  it('passes no string to a shell', () => {
    expect(
      offenders(({ text }) => /\bshell:\s*true|\bexecSync\(|(?<!\.)\bexec\(['"`]/.test(text)),
    ).to.deep.equal([]);
  });

  it('consists of files that fit a screen or a few', () => {
    expect(offenders(({ text }) => text.split('\n').length > 300)).to.deep.equal([]);
  });

  it('puts nothing off', () => {
    const words = ['TODO', 'FIXME', 'XXX', 'HACK'];
    expect(
      offenders(({ text }) => words.some((word) => new RegExp(`\\b${word}\\b`).test(text))),
    ).to.deep.equal([]);
  });
});
