import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import ssh2 from 'ssh2';
import { readHostKeys } from '../../../src/server/ssh/host-keys.ts';

const { generateKeyPairSync, parseKey } = ssh2.utils;

describe('host keys', () => {
  it('are generated again when ssh2 writes a key that it cannot read, which it still does', () => {
    // One key in 256 is unreadable. That none of 5,000 keys is unreadable has a probability of 1 in 300 million.
    const unreadable = () => parseKey(generateKeyPairSync('ed25519').private) instanceof Error;
    let tries = 0;
    while (tries < 5000 && !unreadable()) tries++;
    expect(tries, 'keys that ssh2 wrote and could read').to.be.below(5000);
  });

  it('are ed25519 and RSA, which ssh2 can read', () => {
    const folder = mkdtempSync(join(tmpdir(), 'host-keys-'));
    try {
      const types = readHostKeys(folder).map(({ privateKey }) => {
        const key = parseKey(privateKey);
        if (key instanceof Error) throw key;
        return key.type;
      });
      expect(types).to.have.members(['ssh-ed25519', 'ssh-rsa']);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
