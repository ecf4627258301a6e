import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { readSources } from '../sources.ts';

/** Texts that look like codes but are names of files, keys and packages. */
const otherTexts = [
  'app.json',
  'cert-manager.io',
  'config.hash',
  'config.json',
  'helm.sh',
  'keda.sh',
  'server.crt',
  'server.key',
];

/** The code of an error in app.json, which becomes a line of appspec.invalid. */
const internal = ['custom'];

describe('docs/troubleshooting.md', () => {
  const page = readFileSync(join(import.meta.dirname, '../../../docs/troubleshooting.md'), 'utf8');
  const covered = [...page.matchAll(/<!-- covers: (.+) -->/g)].flatMap(([, codes]) => codes!.split(' '));
  const sources = readSources('src');
  const all = (pattern: RegExp) => sources.flatMap(({ text }) => [...text.matchAll(pattern)]);
  const named = all(/\bcode: '([a-z-]+(?:\.[a-z-]+)?)'/g).map(([, code]) => code!);
  const topics = new Set(named.map((code) => code.split('.')[0]));
  // A code may also come from a table, far from the word `code`.
  const chosen = all(/'([a-z-]+)\.[a-z-]+'/g)
    .filter(([, topic]) => topics.has(topic!))
    .map(([text]) => text.slice(1, -1));
  const codes = new Set(
    [...named, ...chosen].filter((code) => !otherTexts.includes(code) && !internal.includes(code)),
  );

  it('explains each code with which a command can fail', () => {
    expect([...codes].filter((code) => !covered.includes(code)).sort()).to.deep.equal([]);
  });

  it('explains no code that no command fails with, and each code once', () => {
    expect(covered.filter((code) => !codes.has(code))).to.deep.equal([]);
    expect(covered.filter((code, index) => covered.indexOf(code) !== index)).to.deep.equal([]);
  });

  it('can know all codes, because the sources contain each code as a whole', () => {
    expect(all(/\bcode: `[^`]*`/g).map(([text]) => text)).to.deep.equal([]);
  });

  it('ignores no text that the sources do not have', () => {
    expect(otherTexts.filter((text) => !chosen.includes(text))).to.deep.equal([]);
    expect(internal.filter((text) => !named.includes(text))).to.deep.equal([]);
  });
});
