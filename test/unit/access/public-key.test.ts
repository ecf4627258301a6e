import { generateKeyPairSync } from 'node:crypto';
import { expect } from 'chai';
import fc from 'fast-check';
import { parsePublicKey } from '../../../src/access/public-key.ts';
import { Failure } from '../../../src/core/failure.ts';

function wire(...fields: (string | Buffer)[]): Buffer {
  return Buffer.concat(
    fields.map((field) => {
      const bytes = Buffer.from(field as string);
      const length = Buffer.alloc(4);
      length.writeUInt32BE(bytes.length);
      return Buffer.concat([length, bytes]);
    }),
  );
}

function line(type: string, ...fields: (string | Buffer)[]): string {
  return `${type} ${wire(type, ...fields).toString('base64')} alice@laptop`;
}

function reasonOf(text: string): string {
  try {
    parsePublicKey(text);
    return 'accepted';
  } catch (error) {
    return error instanceof Failure ? (error.details[0] ?? '') : 'not a Failure';
  }
}

describe('parsePublicKey', () => {
  it('gives the fingerprint that ssh-keygen prints, and drops the comment', () => {
    // Made by ssh-keygen -t ed25519; fingerprint by ssh-keygen -l.
    const body = 'AAAAC3NzaC1lZDI1NTE5AAAAIG571iFRVgT8+pBpqgMJVc7/+KC57juNtfjEdnKrcu2U';
    expect(parsePublicKey(`ssh-ed25519 ${body} user@host\n`)).to.deep.equal({
      fingerprint: 'SHA256:CuqverB2dIU1AtXFlrNTempzuFBW8raBRM7xSZ+qe2k',
      publicKey: `ssh-ed25519 ${body}`,
    });
  });

  it('takes the key types that the server can check', () => {
    const { publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
    const { n, e } = publicKey.export({ format: 'jwk' });
    const modulus = Buffer.concat([Buffer.alloc(1), Buffer.from(n!, 'base64url')]);
    expect(reasonOf(line('ssh-rsa', Buffer.from(e!, 'base64url'), modulus))).to.equal('accepted');
    for (const [curve, length] of Object.entries({ nistp256: 65, nistp384: 97, nistp521: 133 }))
      expect(reasonOf(line(`ecdsa-sha2-${curve}`, curve, Buffer.alloc(length, 4)))).to.equal('accepted');
  });

  it('says what is wrong with the others', () => {
    expect(reasonOf(line('ssh-rsa', Buffer.from([1, 0, 1]), Buffer.alloc(128, 0xff)))).to.match(/1024/);
    expect(reasonOf(line('ssh-ed25519', Buffer.alloc(31)))).to.equal('it is damaged');
    expect(reasonOf(line('ssh-dss', 'x'))).to.match(/ssh-dss are not supported/);
    expect(reasonOf('sk-ssh-ed25519@openssh.com AAAA')).to.match(/security tokens/);
    expect(reasonOf('-----BEGIN OPENSSH PRIVATE KEY-----')).to.match(/private key/);
    expect(reasonOf(`command="sh" ${line('ssh-ed25519', Buffer.alloc(32))}`)).to.match(/key type/);
    expect(reasonOf('ssh-ed25519 !!!')).to.match(/not base64/);
    expect(reasonOf(line('ssh-ed25519', Buffer.alloc(32)).replace('ssh-ed25519', 'ssh-rsa'))).to.match(
      /not a key of type ssh-rsa/,
    );
  });

  it('never fails but by a Failure', () => {
    fc.assert(
      fc.property(fc.string(), fc.uint8Array(), (word, bytes) => {
        for (const text of [word, `ssh-rsa ${word}`, `ssh-rsa ${Buffer.from(bytes).toString('base64')}`])
          expect(reasonOf(text)).to.not.equal('not a Failure');
      }),
    );
  });
});
