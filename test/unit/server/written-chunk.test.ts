import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { expect } from 'chai';
import ssh2, { type ClientChannel, type ServerChannel } from 'ssh2';
import { forgetWrittenChunk } from '../../../src/server/ssh/written-chunk.ts';

/** Larger than the window of ssh2's client, so that a write cannot finish until the client reads. */
const long = Buffer.alloc(3 * 1024 * 1024, 'a');

describe('a chunk that had to wait for the window of an SSH client', () => {
  it('is sent twice by ssh2, unless the channel forgets it', async () => {
    expect((await received(() => {})).stdout).to.be.above(long.length);
    expect(await received(forgetWrittenChunk)).to.deep.equal({ stdout: long.length, stderr: long.length });
  });
});

/** Counts the bytes that a client receives of a long write on each stream. `cleared` is called after each write. */
async function received(
  cleared: (channel: ServerChannel) => void,
): Promise<{ stdout: number; stderr: number }> {
  const { private: hostKey } = ssh2.utils.generateKeyPairSync('ecdsa', { bits: 256 });
  const server = new ssh2.Server({ hostKeys: [hostKey] }, (connection) => {
    connection.on('error', () => {});
    connection.on('authentication', (attempt) => attempt.accept());
    connection.on('session', (accept) => {
      accept().on('exec', (acceptExec) => {
        const channel = acceptExec();
        const write = (stream: NodeJS.WritableStream) =>
          new Promise<void>((resolve) => stream.write(long, () => resolve()));
        void (async () => {
          await write(channel);
          cleared(channel);
          await write(channel.stderr);
          cleared(channel);
          channel.exit(0);
          channel.end();
        })();
      });
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const client = new ssh2.Client();
  try {
    const { port } = server.address() as AddressInfo;
    client.connect({ host: '127.0.0.1', port, username: 'dokku', password: '' });
    await once(client, 'ready');
    const channel = await new Promise<ClientChannel>((resolve, reject) =>
      client.exec('write', (error, opened) => (error ? reject(error) : resolve(opened))),
    );
    const count = { stdout: 0, stderr: 0 };
    const tooMuch = Promise.withResolvers<void>();
    channel.on('data', (data: Buffer) => {
      count.stdout += data.length;
      if (count.stdout > long.length) tooMuch.resolve();
    });
    channel.stderr.on('data', (data: Buffer) => {
      count.stderr += data.length;
    });
    // A channel that sends a chunk twice does not close, because its count of waiting chunks is wrong.
    await Promise.race([once(channel, 'close'), tooMuch.promise]);
    return count;
  } finally {
    client.end();
    server.close();
  }
}
