import { rmSync } from 'node:fs';
import { expect } from 'chai';
import { Session } from './transcript.ts';

describe('a command that fails', () => {
  let session: Session;
  before(() => {
    session = new Session();
  });
  after(() => rmSync(session.root, { recursive: true }));

  it('names source lines with --trace', async () => {
    const { text, status } = await session.run(['--trace', 'apps:create', 'X!']);
    expect(status).to.equal(1);
    expect(text).to.match(/^ \? {9}at validateAppName \(\S*src\/core\/names\.ts:\d+:\d+\)$/m);
    expect(text).to.match(/^ \? {9}at async runSession \(\S*src\/cli\/invoke\/session\.ts:\d+:\d+\)$/m);
    expect(text).not.to.contain('.mjs');
  });

  it('names no source lines without --trace', async () => {
    const { text } = await session.run(['apps:create', 'X!']);
    expect(text).to.match(/^ ! {5}/);
    expect(text).not.to.match(/^ \?|\.ts:\d|\.mjs:\d/m);
  });
});
