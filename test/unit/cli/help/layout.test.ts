import { expect } from 'chai';
import { helpColumns, twoColumns, wrapSynopsis, wrapText } from '../../../../src/cli/help/layout.ts';

describe('the layout of help', () => {
  it('wraps a synopsis between its parts and indents the next lines', () => {
    const flags = Array.from({ length: 8 }, (_, index) => `[--a-long-flag-${index} VALUE]`);
    const lines = wrapSynopsis(`dokku storage:create ${flags.join(' ')} <name> [path]`, 'Usage: ');
    expect(lines).to.have.length(3);
    expect(lines[0]).to.match(/^Usage: dokku storage:create \[--a-long-flag-0 VALUE\] .*\]$/);
    for (const line of lines.slice(1)) expect(line).to.match(/^ {11}\S/);
    for (const line of lines) expect(line.length).to.be.at.most(helpColumns);
    expect(lines.map((line) => line.trim()).join(' ')).to.equal(
      `Usage: dokku storage:create ${flags.join(' ')} <name> [path]`,
    );
  });

  it('leaves a short synopsis on one line', () => {
    expect(wrapSynopsis('dokku apps:rename [--skip-deploy] <old> <new>')).to.deep.equal([
      'dokku apps:rename [--skip-deploy] <old> <new>',
    ]);
  });

  it('puts two columns side by side, and a long left cell above its right cell', () => {
    expect(
      twoColumns([
        ['<app>', 'Name of the app'],
        ['--num N', 'Number of lines'],
        ['a-cell-that-is-wider-than-any-column-of-the-table', 'Its summary'],
      ]),
    ).to.deep.equal([
      '    <app>    Name of the app',
      '    --num N  Number of lines',
      '    a-cell-that-is-wider-than-any-column-of-the-table',
      '             Its summary',
    ]);
  });

  it('wraps the right column below itself', () => {
    const words = 'word '.repeat(40).trim();
    const lines = twoColumns([['--flag', words]]);
    expect(lines.length).to.be.greaterThan(1);
    expect(lines[0]).to.match(/^ {4}--flag {2}word/);
    for (const line of lines.slice(1)) expect(line).to.match(/^ {12}word/);
    for (const line of lines) expect(line.length).to.be.at.most(helpColumns);
  });

  it('wraps text, and hangs the further lines of an indented row', () => {
    expect(wrapText('one two three', 8)).to.deep.equal(['one two', 'three']);
    expect(wrapText('    key: one two', 12)).to.deep.equal(['    key: one', '        two']);
    expect(wrapText('', 8)).to.deep.equal(['']);
  });
});
