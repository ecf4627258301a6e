import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { expect } from 'chai';
import ssh2, { type ServerConfig } from 'ssh2';
import { withoutSha1 } from '../../../src/server/ssh/rsa-host-key.ts';

const rsa = ssh2.utils.generateKeyPairSync('rsa', { bits: 2048 }).private;
const modern = ['rsa-sha2-512', 'rsa-sha2-256'] as const;

/** Whether a client that knows only this host key algorithm completes the key exchange with a server. */
async function agrees(
  config: ServerConfig,
  algorithm: 'ssh-rsa' | (typeof modern)[number],
): Promise<boolean> {
  const server = new ssh2.Server(config, (connection) => connection.on('error', () => {}));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const client = new ssh2.Client();
  const agreed = new Promise<boolean>((resolve) => {
    client.once('handshake', () => resolve(true)).on('error', () => resolve(false));
  });
  const { port } = server.address() as AddressInfo;
  client.connect({ host: '127.0.0.1', port, username: 'x', algorithms: { serverHostKey: [algorithm] } });
  try {
    return await agreed;
  } finally {
    client.destroy();
    server.close();
  }
}

describe('the RSA host key', () => {
  it('still signs with SHA-1 when only the list of algorithms leaves it out', async () => {
    const config = { hostKeys: [rsa], algorithms: { serverHostKey: [...modern] } };
    expect(await agrees(config, 'ssh-rsa')).to.equal(true);
  });

  it('signs with SHA-2 alone', async () => {
    const config = { hostKeys: withoutSha1(rsa) };
    for (const algorithm of modern) expect(await agrees(config, algorithm), algorithm).to.equal(true);
    expect(await agrees(config, 'ssh-rsa')).to.equal(false);
  });

  it('is the only one that is changed', () => {
    const ed25519 = ssh2.utils.generateKeyPairSync('ed25519').private;
    expect(withoutSha1(ed25519)).to.deep.equal([ed25519]);
  });
});
