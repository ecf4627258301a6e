import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { reference } from '../../../scripts/reference.ts';
import { topicOf } from '../../../src/cli/table/command-table.ts';
import { commandTable } from '../../../src/commands/table.ts';

const folder = join(import.meta.dirname, '../../../docs/commands');
const commands = await commandTable.load();
const pages = reference(commands);

describe('docs/commands', () => {
  it('has one page for each topic, and an index (to regenerate them: node scripts/docs.ts)', () => {
    expect(readdirSync(folder).sort()).to.deep.equal([...pages.keys()].sort());
    expect(pages.size).to.equal(new Set(commands.map(({ name }) => topicOf(name))).size + 1);
  });

  for (const [file, page] of pages) {
    it(`${file} holds what the command table holds (to regenerate it: node scripts/docs.ts)`, () => {
      expect(readFileSync(join(folder, file), 'utf8')).to.equal(page);
    });
  }
});
