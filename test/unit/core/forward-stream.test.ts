import { PassThrough, Writable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { expect } from 'chai';
import { forwardStream } from '../../../src/core/forward-stream.ts';

describe('forwardStream', () => {
  it('resolves when everything was forwarded, and leaves the target open', async () => {
    const [input, target] = [new PassThrough(), new PassThrough()];
    const said = text(target);
    const end = forwardStream(input, target);
    input.write('one ');
    await end();
    target.end('two');
    expect(await said).to.equal('one two');
  });

  it('does not wait for a reader that has closed the stream', async () => {
    const input = new PassThrough();
    const target = new Writable({ write: (_chunk, _encoding, done) => done(new Error('write EPIPE')) });
    const end = forwardStream(input, target);
    for (let chunk = 0; chunk < 10; chunk++) input.write(Buffer.alloc(65_536));
    const reason = await end().catch((error: Error) => error.message);
    expect(reason).to.equal('write EPIPE');
  });

  it('does not wait for a reader that closed the stream before the first write', async () => {
    const [input, target] = [new PassThrough(), new PassThrough()];
    target.destroy();
    const end = forwardStream(input, target);
    input.write('lost');
    expect(await end().catch(() => 'gone')).to.equal('gone');
  });
});
