import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import type { Failure } from '../../../../src/core/failure.ts';
import { certificateFacts, checkPair, readChain } from '../../../../src/release/tls/certificate.ts';
import { coversDomain } from '../../../../src/release/tls/coverage.ts';

describe('certificates', () => {
  const folder = mkdtempSync(join(tmpdir(), 'dokku-certificate-'));
  const path = (name: string) => join(folder, name);
  const read = (name: string) => readFileSync(path(name), 'utf8');
  const openssl = (...args: string[]) => execFileSync('openssl', args, { cwd: folder, stdio: 'pipe' });
  const failure = (work: () => unknown) => {
    try {
      work();
    } catch (error) {
      return error as Failure;
    }
    throw new Error('nothing was thrown');
  };

  before(() => {
    const names = [
      '-subj',
      '/O=Example/CN=a.example',
      '-addext',
      'subjectAltName=DNS:a.example,DNS:*.b.example',
    ];
    const ec = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '30'];
    openssl('req', '-x509', ...ec, '-keyout', 'a.key', '-out', 'a.crt', ...names);
    openssl('req', '-x509', ...ec, '-keyout', 'ca.key', '-out', 'ca.crt', '-subj', '/CN=An authority');
    openssl('req', ...ec.slice(0, 5), '-keyout', 'leaf.key', '-out', 'leaf.csr', '-subj', '/CN=a.example');
    openssl(
      'x509',
      '-req',
      '-in',
      'leaf.csr',
      '-CA',
      'ca.crt',
      '-CAkey',
      'ca.key',
      '-CAcreateserial',
      '-out',
      'leaf.crt',
    );
    openssl('pkey', '-in', 'a.key', '-aes128', '-passout', 'pass:x', '-out', 'locked.key');
  });
  after(() => rmSync(folder, { recursive: true }));

  it('show their domains and expiry', () => {
    const facts = certificateFacts(readChain(read('a.crt'))[0]);
    expect(facts).to.include({ subject: 'O=Example, CN=a.example', selfSigned: true });
    expect(facts.hostnames).to.deep.equal(['a.example', '*.b.example']);
    expect(facts.expiresAt.getTime() - facts.startsAt.getTime()).to.equal(30 * 86_400_000);
    expect(certificateFacts(readChain(read('leaf.crt'))[0])).to.include({
      selfSigned: false,
      issuer: 'CN=An authority',
    });
  });

  it('are kept with their chain, without text between the certificates', () => {
    const chain = `a note\n${read('leaf.crt')}\r\n${read('ca.crt')}`;
    const { pair, warnings } = checkPair({ certificate: chain, key: read('leaf.key') });
    expect(pair.certificate).to.equal(read('leaf.crt') + read('ca.crt'));
    expect(warnings).to.deep.equal([]);
  });

  it('cover their names, and one label below a wildcard', () => {
    const { hostnames } = certificateFacts(readChain(read('a.crt'))[0]);
    for (const domain of ['a.example', 'A.example', '*.b.example', 'x.b.example'])
      expect(coversDomain(hostnames, domain), domain).to.equal(true);
    for (const domain of ['b.example', 'x.y.b.example', '*.a.example', '*.x.b.example', 'xa.example'])
      expect(coversDomain(hostnames, domain), domain).to.equal(false);
  });

  it('need their own key, without a passphrase', () => {
    const check = (certificate: string, key: string) => failure(() => checkPair({ certificate, key }));
    expect(check(read('a.crt'), read('ca.key')).code).to.equal('certs.mismatch');
    expect(check(read('ca.crt') + read('leaf.crt'), read('leaf.key')).hint.join()).to.contain(
      'Begin the certificate file',
    );
    const locked = check(read('a.crt'), read('locked.key'));
    expect(locked.message).to.contain('passphrase');
    expect(locked.hint.join()).to.contain('openssl pkey');
    expect(check(read('a.crt'), read('a.crt')).code).to.equal('certs.key');
    expect(check(read('a.key'), read('a.key')).message).to.contain('contains no PEM certificate');
    const broken = read('a.crt').replace(/[A-Z]{4}/, 'AAAA');
    expect(check(broken, read('a.key')).code).to.be.oneOf(['certs.certificate', 'certs.mismatch']);
  });

  it('cause a warning when they are expired or in the wrong order', () => {
    const pair = { certificate: read('a.crt'), key: read('a.key') };
    const warnings = (now?: number) => checkPair(pair, now).warnings.join('\n');
    expect(warnings(Date.now() + 15 * 86_400_000)).to.equal('');
    expect(warnings(Date.now() + 17 * 86_400_000)).to.contain('expires soon');
    expect(warnings(Date.now() + 31 * 86_400_000)).to.contain('expired on');
    expect(warnings(Date.now() - 86_400_000)).to.contain('is not valid before');
    const mixed = { certificate: read('a.crt') + read('leaf.crt'), key: read('a.key') };
    expect(checkPair(mixed).warnings.join()).to.contain('not in order');
  });
});
