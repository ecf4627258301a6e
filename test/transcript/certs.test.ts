import { execFileSync } from 'node:child_process';
import { X509Certificate } from 'node:crypto';
import { join } from 'node:path';
import { expect } from 'chai';
import { Session } from './transcript.ts';

describe('certificates without a cluster', () => {
  let session: Session;
  beforeEach(async () => {
    session = new Session();
    await session.run(['apps:create', 'shop']);
  });
  afterEach(() => session.end());

  const part = async (name: string) => (await session.run(['certs:show', 'shop', name])).text;

  it('are generated for a test and printed', async () => {
    const { text, status } = await session.run(['certs:generate', 'shop', 'Shop.Example.com']);
    expect(status, text).to.equal(0);
    const certificate = new X509Certificate(await part('crt'));
    expect(text).to.match(/^-----> Generating a self-signed certificate for shop\.example\.com\n/);
    expect(text).to.contain('       Key: RSA, 2048 bits\n');
    expect(text).to.contain(`       Expires at: ${certificate.validToDate.toISOString()}\n`);
    expect(text).to.contain(`       SHA-256 fingerprint: ${certificate.fingerprint256}\n`);
    const request = text.match(
      /^-----BEGIN CERTIFICATE REQUEST-----[\s\S]+-----END CERTIFICATE REQUEST-----$/m,
    );
    const read = ['req', '-noout', '-verify', '-pubkey', '-subject', '-text'];
    const shown = execFileSync('openssl', read, { input: request![0], encoding: 'utf8', stdio: 'pipe' });
    expect(shown).to.contain('DNS:shop.example.com');
    expect(shown).to.contain(certificate.publicKey.export({ type: 'spki', format: 'pem' }) as string);
    await session.play(`
      $ dokku certs:generate shop other.example.com
       !     shop already has a certificate, which is kept; see: dokku certs:report shop
      $ dokku certs:report shop --ssl-source --ssl-state --ssl-hostnames
      imported
      valid
      shop.example.com
    `);
  });

  it('are checked against the domains of the app', async () => {
    const text =
      'served over HTTP, without a redirect to HTTPS. Import a certificate for all domains: dokku certs:update shop';
    await session.run(['domains:set', 'shop', 'shop.example.com', 'old.example.com']);
    const made = await session.run(['certs:generate', 'shop', 'shop.example.com']);
    expect(made.text).to.contain(`The imported certificate does not cover old.example.com: ${text}`);
    await session.play(`
      $ dokku domains:set shop shop.example.com
      -----> Set shop.example.com for shop
      $ dokku domains:add shop new.example.com
      -----> Added new.example.com to shop
       !     The imported certificate does not cover new.example.com: ${text}
      $ dokku scheduler-k3s:set shop letsencrypt-email-prod ada@example.com
      =====> Setting letsencrypt-email-prod to ada@example.com
      $ dokku domains:add shop other.example.com
      -----> Added other.example.com to shop
       !     The imported certificate does not cover other.example.com: the issuer of shop issues a certificate for it
    `);
  });

  it('are refused with an encrypted key, and nothing is stored', async () => {
    const files = { key: join(session.root, 'locked.key'), certificate: join(session.root, 'a.crt') };
    const made = [
      'req',
      '-x509',
      '-newkey',
      'rsa:2048',
      '-passout',
      'pass:x',
      '-subj',
      '/CN=shop.example.com',
    ];
    execFileSync('openssl', [...made, '-keyout', files.key, '-out', files.certificate], { stdio: 'pipe' });
    await session.play(`
      $ dokku certs:add shop ${files.certificate} ${files.key}
       !     The key is encrypted with a passphrase; the server needs it unencrypted
       !     Remove the passphrase first: openssl pkey -in server.key -out plain.key
      [exit 1]
      $ dokku certs:show shop crt
       !     No certificate was imported for shop
       !     Import a certificate with: tar -cf - server.crt server.key | dokku certs:add shop
      [exit 1]
    `);
  });

  it('are removed from an app', async () => {
    await session.run(['certs:generate', 'shop', 'shop.example.com']);
    await session.play(`
      $ dokku certs:show shop pem
       !     "pem" is not a part of a certificate; must be crt or key
      [exit 1]
      $ dokku certs:remove shop
      -----> Removing the certificate of shop
      $ dokku certs:remove shop
       !     No certificate was imported for shop
       !     See the current certificate with: dokku certs:report shop
      [exit 1]
      $ dokku certs:report shop
      =====> shop ssl information
             Ssl enabled:                   false
             Ssl expires at:
             Ssl hostnames:
             Ssl issuer:
             Ssl reason:
             Ssl source:
             Ssl starts at:
             Ssl state:                     none
             Ssl subject:
             Ssl verified:
    `);
  });

  it('of Let’s Encrypt need the cluster, but their settings do not', () =>
    session.play(`
      $ dokku scheduler-k3s:set --global letsencrypt-server staging
      =====> Setting letsencrypt-server to staging
      $ dokku scheduler-k3s:set --global letsencrypt-email-prod ops@example.com
      =====> Setting letsencrypt-email-prod to ops@example.com
       !     The setting was saved but could not be applied to the cluster: There is no kubeconfig at /etc/rancher/k3s/k3s.yaml
       !     Name another file with: dokku scheduler-k3s:set --global kubeconfig-path <path>
       !     The next deploy that needs the issuer creates the issuer. To create the issuer now, run this command again
      [exit 1]
      $ dokku scheduler-k3s:report --global --scheduler-k3s-global-letsencrypt-email-prod
      ops@example.com
      $ dokku scheduler-k3s:set shop letsencrypt-email-prod ada@example.com
      =====> Setting letsencrypt-email-prod to ada@example.com
    `));
});
