import { expect } from 'chai';
import { stepsOf } from '../../docs/markdown.ts';
import { matches } from '../../printed.ts';

describe('the steps of a page', () => {
  it('include hidden commands, files and consoles, in their order', () => {
    const page = ['<!-- run: mkdir x -->', '```sh', 'apt install x', '```', '```json app.json', '{}', '```'];
    const console = ['```console fails', '$ one', 'out', '$ two', '```'];
    expect(stepsOf([...page, ...console].join('\n'))).to.deep.equal([
      { kind: 'hidden', line: 1, text: 'mkdir x' },
      { kind: 'file', line: 6, name: 'app.json', content: '{}\n' },
      {
        kind: 'console',
        line: 9,
        fails: true,
        commands: [
          { text: 'one', output: ['out'] },
          { text: 'two', output: [] },
        ],
      },
    ]);
  });

  it('match the whole output except for …', () => {
    expect(matches(['a … c'], 'a b c\n')).to.equal(true);
    expect(matches(['…', 'end'], 'one\ntwo\nend\n')).to.equal(true);
    expect(matches(['…'], '')).to.equal(true);
    expect(matches(['a.c'], 'abc\n')).to.equal(false);
    expect(matches(['a'], 'a\nb\n')).to.equal(false);
    expect(matches([], 'a\n')).to.equal(false);
    expect(matches(['a', 'b'], 'a\nremote:        … tasks, 16.4 s since the start\nb\n')).to.equal(true);
  });
});
