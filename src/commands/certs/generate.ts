import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Context } from '../../cli/invoke/context.ts';
import { appArgument, command } from '../../cli/table/define.ts';
import { Failure } from '../../core/failure.ts';
import { normalizeDomain } from '../../core/names.ts';
import { runProgram } from '../../exec/run-program.ts';
import { readCertificate } from '../../release/settings/read-certificate.ts';
import { readChain } from '../../release/tls/certificate.ts';
import { importPair } from './import-pair.ts';

export default command({
  name: 'certs:generate',
  summary: 'Generate a self-signed certificate for tests',
  description:
    'The certificate is valid for a year. Browsers show a warning, because no authority signed the certificate. An ' +
    'existing certificate is kept. The command also prints a certificate signing request (CSR) for the same key. ' +
    'Send the CSR to an authority, then import the signed certificate with certs:update.',
  args: [appArgument, { name: 'domain', summary: 'Domain of the certificate', kind: 'text' }],
  flags: {},
  role: 'admin',
  examples: [
    {
      command: 'dokku certs:generate my-app my-app.example.com',
      summary: 'Serve a domain over HTTPS for a test',
    },
  ],
  async run(context, { args: { app, domain } }) {
    const name = normalizeDomain(domain);
    if (!name) throw new Failure(`"${domain}" is not a domain`, { code: 'usage.value' });
    if (readCertificate(context.store, app)) {
      return context.out.warn(
        `${app} already has a certificate, which is kept; see: dokku certs:report ${app}`,
      );
    }
    const { request, ...pair } = await selfSigned(name, context.signal);
    context.out.step(`Generating a self-signed certificate for ${name}`);
    printFacts(context, pair.certificate);
    context.out.raw(request);
    await importPair(context, app, pair);
  },
});

function printFacts({ out }: Context, pem: string): void {
  const [certificate] = readChain(pem);
  const { asymmetricKeyType = '', asymmetricKeyDetails } = certificate.publicKey;
  out.detail(`Key: ${asymmetricKeyType.toUpperCase()}, ${asymmetricKeyDetails?.modulusLength} bits`);
  out.detail(`Expires at: ${certificate.validToDate.toISOString()}`);
  out.detail(`SHA-256 fingerprint: ${certificate.fingerprint256}`);
}

async function selfSigned(domain: string, signal: AbortSignal) {
  const folder = mkdtempSync(join(tmpdir(), 'dokku-certs-'));
  const [certificate, key] = [join(folder, 'server.crt'), join(folder, 'server.key')];
  try {
    const names = ['-subj', `/CN=${domain.slice(0, 64)}`, '-addext', `subjectAltName=DNS:${domain}`];
    const files = ['-keyout', key, '-out', certificate];
    const selfSign = ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '365', ...names, ...files];
    await runProgram('openssl', selfSign, { signal });
    const { stdout: request } = await runProgram('openssl', ['req', '-new', '-key', key, ...names], {
      signal,
    });
    return { certificate: readFileSync(certificate, 'utf8'), key: readFileSync(key, 'utf8'), request };
  } finally {
    rmSync(folder, { recursive: true });
  }
}
