import { generateKeyPairSync } from 'node:crypto';
import { expect } from 'chai';
import fc from 'fast-check';
import { parsePublicKey } from '../../../src/access/public-key.ts';
import { writeFields } from '../../../src/access/wire-format.ts';
import { Failure } from '../../../src/core/failure.ts';

function line(type: string, ...fields: (string | Buffer)[]): string {
  return `${type} ${writeFields(type, ...fields).toString('base64')} alice@laptop`;
}

const curves = ['nistp256', 'nistp384', 'nistp521'] as const;
const curveNames = { nistp256: 'P-256', nistp384: 'P-384', nistp521: 'P-521' };

/** Returns an uncompressed point; source: SEC 1, 2.3.3. */
function pointOn(curve: (typeof curves)[number]): Buffer {
  const { publicKey } = generateKeyPairSync('ec', { namedCurve: curveNames[curve] });
  const { x, y } = publicKey.export({ format: 'jwk' });
  return Buffer.concat([Buffer.from([4]), Buffer.from(x!, 'base64url'), Buffer.from(y!, 'base64url')]);
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
  it('returns the fingerprint that ssh-keygen prints, and drops the comment', () => {
    // Created by ssh-keygen -t ed25519; fingerprint by ssh-keygen -l.
    const body = 'AAAAC3NzaC1lZDI1NTE5AAAAIG571iFRVgT8+pBpqgMJVc7/+KC57juNtfjEdnKrcu2U';
    expect(parsePublicKey(`ssh-ed25519 ${body} user@host\n`)).to.deep.equal({
      fingerprint: 'SHA256:CuqverB2dIU1AtXFlrNTempzuFBW8raBRM7xSZ+qe2k',
      publicKey: `ssh-ed25519 ${body}`,
    });
  });

  it('accepts the key types that the server can verify', () => {
    const { publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
    const { n, e } = publicKey.export({ format: 'jwk' });
    const modulus = Buffer.concat([Buffer.alloc(1), Buffer.from(n!, 'base64url')]);
    expect(reasonOf(line('ssh-rsa', Buffer.from(e!, 'base64url'), modulus))).to.equal('accepted');
    for (const curve of curves)
      expect(reasonOf(line(`ecdsa-sha2-${curve}`, curve, pointOn(curve)))).to.equal('accepted');
    expect(reasonOf(line('sk-ssh-ed25519@openssh.com', Buffer.alloc(32, 7), 'ssh:'))).to.equal('accepted');
    expect(
      reasonOf(line('sk-ecdsa-sha2-nistp256@openssh.com', 'nistp256', pointOn('nistp256'), 'ssh:')),
    ).to.equal('accepted');
  });

  it('names the problem of any other key', () => {
    expect(reasonOf(line('ssh-rsa', Buffer.from([1, 0, 1]), Buffer.alloc(128, 0xff)))).to.match(/1024/);
    expect(reasonOf(line('ssh-ed25519', Buffer.alloc(31)))).to.equal('the key is damaged');
    expect(reasonOf(line('ssh-dss', 'x'))).to.match(/ssh-dss are not supported/);
    expect(reasonOf(line('sk-ssh-ed25519@openssh.com', Buffer.alloc(32)))).to.equal('the key is damaged');
    expect(reasonOf(line('sk-ssh-ed25519@openssh.com', Buffer.alloc(31), 'ssh:'))).to.equal(
      'the key is damaged',
    );
    expect(reasonOf(line('sk-ssh-rsa@openssh.com', 'x'))).to.match(
      /sk-ssh-rsa@openssh.com are not supported/,
    );
    expect(reasonOf(line('ssh-ed25519-cert-v01@openssh.com', 'x'))).to.match(/are not supported/);
    expect(reasonOf('-----BEGIN OPENSSH PRIVATE KEY-----')).to.match(/private key/);
    expect(reasonOf(`command="sh" ${line('ssh-ed25519', Buffer.alloc(32))}`)).to.match(/key type/);
    expect(reasonOf('ssh-ed25519 !!!')).to.match(/not base64/);
    expect(reasonOf(line('ssh-ed25519', Buffer.alloc(32)).replace('ssh-ed25519', 'ssh-rsa'))).to.match(
      /not a key of type ssh-rsa/,
    );
    // A point that is not on its curve, the name of another curve, bytes after the key.
    for (const fields of [
      ['nistp256', Buffer.alloc(65, 4)],
      ['nistp384', pointOn('nistp256')],
      ['nistp256', pointOn('nistp256'), 'more'],
    ])
      expect(reasonOf(line('ecdsa-sha2-nistp256', ...fields))).to.equal('the key is damaged');
  });

  it('throws nothing but a Failure', () => {
    fc.assert(
      fc.property(fc.string(), fc.uint8Array(), (word, bytes) => {
        for (const text of [word, `ssh-rsa ${word}`, `ssh-rsa ${Buffer.from(bytes).toString('base64')}`])
          expect(reasonOf(text)).to.not.equal('not a Failure');
      }),
    );
  });
});
