import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { commandTable } from '../../src/commands/table.ts';
import { topicSummaries } from '../../src/commands/topic-summaries.ts';

const project = join(import.meta.dirname, '../..');

/**
 * Files that users and contributors read. docs/commands is generated from the command table, which is checked as help.
 */
const files = globSync(
  ['src/**/*.ts', 'hooks/*', 'templates/**/*.*', 'scripts/**/*', 'docs/**/*.md', 'docs/*.json', '*.md'],
  { cwd: project, withFileTypes: true },
)
  .filter((entry) => entry.isFile())
  .map((entry) => join(entry.parentPath, entry.name).slice(project.length + 1))
  .filter((file) => !file.startsWith('docs/commands/'))
  .sort();

const objects =
  'app|Secret|[Nn]amespace|volume|claim|Job|Deployment|[Pp]od|entry|release|Gateway|Certificate|ClusterIssuer|key|token|repository|folder';

interface Phrase {
  /** A blank matches everything that separates two words: a line break, a comment sign, joined strings. */
  pattern: RegExp;
  /** The plain words to write. */
  write: string;
  /** Sentences in which the pattern must match. */
  bad: readonly string[];
  /** Sentences that look similar but are plain English. */
  good?: readonly string[];
}

/** Phrases that read as if translated, and the plain words for them. */
const phrases: readonly Phrase[] = [
  {
    pattern: /(?<!\b[Tt]here )\b(?:is|are|was|were) no (?!longer\b|more\b)[\w"`$]/,
    write: 'is not a …, is not a valid …',
    bad: ['"x" is no domain', 'which are no ports'],
    good: ['v3 is no longer kept', 'there is no volume', 'the number is no more than 3'],
  },
  {
    pattern: /\b(?:are|were) none\b|(?<!\b[Tt]here )\b(?:is|was) none\b/,
    write: 'is not a …; must be one of …',
    bad: ['--chown "x" is none of a and b', 'when there are none'],
  },
  { pattern: /\banew\b/, write: 'again, recreate, regenerate', bad: ['the certificate is made anew'] },
  {
    pattern: new RegExp(
      `\\b(?:[Mm]ak(?:e|es|ing)|[Mm]ade) (?:a|an|the|no|one|its|their|every|each)(?: new)? (?:${objects})s?\\b(?! controller\\b)`,
    ),
    write: 'create',
    bad: ['Make an app', 'makes the new namespace'],
    good: ['to make the volume controller look again'],
  },
  {
    pattern: /\b(?:is|are|was|were|has|have|had) gone\b/,
    write: 'is deleted, is missing',
    bad: ['the claim is gone', 'until the pods\n * have gone'],
  },
  {
    pattern: /\b(?:go|goes|going|went) on\b(?! (?:to|port|a|the)\b)/,
    write: 'keeps …ing, is still …ing, continues',
    bad: ['v3 goes on serving', 'The run goes on.'],
    good: ['values go on the command line'],
  },
  { pattern: /\bserves? on\b(?! port\b)/, write: 'keeps serving', bad: ['the old one serves on'] },
  {
    pattern: /\bend(?:s|ed|ing)? with (?:exit )?(?:status |code )?\d/,
    write: 'exits with',
    bad: ['ends with 1', 'ended with exit code 3'],
  },
  {
    pattern: /\b(?:[Tt]ak(?:e|es|en|ing)|[Tt]ook) (?:(?:it|them|that|this|one|all|what \w+ \w+) )?back\b/,
    write: 'undo, roll back, revert',
    bad: ['Take back what was begun', 'it was taken back', 'takes it back'],
  },
  {
    pattern: /\b(?:was|were|had|has been|is) begun\b/,
    write: 'the partial …, the incomplete …',
    bad: ['what was begun', 'had begun'],
  },
  {
    pattern: /\b(?:[Tt]ak(?:e|es|en|ing)|[Tt]ook) (?:up(?! to\b| \d)|over)\b/,
    write: 'adopt',
    bad: ['the volume is taken up', 'takes over'],
    good: ['it takes up to 5 minutes'],
  },
  { pattern: /\bin vain\b/, write: 'timed out waiting', bad: ['Waited in vain for x'] },
  { pattern: /\bbe it\b/, write: 'another sentence', bad: ['be it by a push'] },
  { pattern: /\ball the same\b/, write: 'anyway, still', bad: ['starts it all the same'] },
  { pattern: /\bso already\b/, write: 'already has …', bad: ['entry x is so already'] },
  { pattern: /\bbelong(?:s|ed|ing)? into\b/, write: 'belongs in', bad: ['belong into the Secret'] },
  {
    pattern: /\b(?:lead(?:s|ing)?|led) to (?:it|them)\b/,
    write: 'points to',
    bad: ['No domain leads to it yet'],
  },
  {
    pattern: /\b(?:says|tells|(?:is|are|was|were|be|been) told)\b/,
    write: 'prints, reports, warns, shows',
    bad: ['as the page says', 'the deploy tells why', 'who is told'],
  },
  {
    pattern: /\bcan(?:not| not)? be taken\b(?! from\b)/,
    write: 'invalid …; must be one of …',
    bad: ['The scale cannot be taken'],
  },
  {
    pattern: /\bwithout (?:it|one)(?=['"`|])|; without (?:it|one) /,
    write: '(default: …)',
    bad: ["'Name of the app; all apps without it'", 'New value; without one the setting is removed'],
    good: ['a process without one of its own', 'The kubelet asked without it, so the pull failed'],
  },
  { pattern: /\bhow much room\b/, write: 'size', bad: ['how much room there is'] },
  {
    pattern: /\b[Oo]f which (?:\w+ ){1,4}that\b/,
    write: 'another sentence',
    bad: ['an output of which all that is known was found'],
    good: ['two apps, one of which failed'],
  },
  {
    pattern: /\b(?:[Ll]eav(?:e|es|ing)|left) (?:\S+ )?away\b/,
    write: 'omit',
    bad: ['Leave --adopt away'],
  },
  { pattern: /\bfor want of\b/, write: 'because … is missing', bad: ['killed for want of memory'] },
];

const gap = '[\\s\'"`+*/#]+';
const patterns = phrases.map(({ pattern, write }) => ({
  pattern: new RegExp(pattern.source.replaceAll(' ', gap), 'g'),
  write,
}));

/** Returns every match of a phrase in `text`, as `file:line: "phrase": write …`. */
function findings(file: string, text: string): string[] {
  return patterns.flatMap(({ pattern, write }) =>
    [...text.matchAll(pattern)].map(({ 0: found, index }) => {
      const line = text.slice(0, index).split('\n').length;
      return `${file}:${line}: "${found.replaceAll(/\s+/g, ' ')}": write ${write}`;
    }),
  );
}

/** Fails with every finding, because chai would truncate a difference of two lists. */
function refuse(found: readonly string[]): void {
  if (found.length > 0) expect.fail(`\n${found.join('\n')}`);
}

describe('the language of the project', () => {
  it('is plain English in messages, comments and documents', () => {
    const found = files.flatMap((file) => findings(file, readFileSync(join(project, file), 'utf8')));
    refuse(found);
  });

  it('is plain English in help', async () => {
    const found = (await commandTable.load()).flatMap(({ run: _, ...command }) =>
      findings(`help ${command.name}`, JSON.stringify(command)),
    );
    refuse([...found, ...findings('topic summaries', JSON.stringify(topicSummaries))]);
  });

  for (const { pattern, bad, good = [] } of phrases) {
    it(`has a pattern that finds what it is for: ${pattern.source.slice(0, 60)}`, () => {
      expect(bad.filter((sentence) => findings('', sentence).length === 0)).to.deep.equal([]);
      expect(good.flatMap((sentence) => findings('', sentence))).to.deep.equal([]);
    });
  }
});
