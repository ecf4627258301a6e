import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { parseInvocation } from '../../../src/cli/invoke/execute.ts';
import { commandTable } from '../../../src/commands/table.ts';
import { Failure } from '../../../src/core/failure.ts';
import { type Mention, mentionsOf } from './mentions.ts';

const project = join(import.meta.dirname, '../../..');
// Compares the reference in docs/commands with the command table.
const pages = readdirSync(join(project, 'docs')).filter((name) => name.endsWith('.md'));

describe('every dokku command that a page mentions', () => {
  for (const page of ['README.md', ...pages.map((name) => join('docs', name))]) {
    it(`can be typed: ${page}`, async () => {
      const mentions = mentionsOf(readFileSync(join(project, page), 'utf8'), commandTable.topics());
      const wrong: string[] = [];
      for (const mention of mentions) {
        const problem = await problemOf(mention);
        if (problem) wrong.push(`${page}:${mention.line}: ${mention.text}: ${problem}`);
      }
      expect(wrong.join('\n')).to.equal('');
    });
  }
});

async function problemOf({ words, inText }: Mention): Promise<string | undefined> {
  try {
    await parseInvocation(commandTable, words);
    return undefined;
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    return inText && error.code === 'usage.missing-argument' ? undefined : error.message;
  }
}
