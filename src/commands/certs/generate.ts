import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Failure } from '../../core/failure.ts';
import { normalizeDomain } from '../../core/names.ts';
import { run } from '../../exec/run.ts';
import { readCertificate } from '../../release/tls-secret.ts';
import { appArgument, command } from '../define.ts';
import { importPair } from './import-pair.ts';

export default command({
  name: 'certs:generate',
  summary: 'Make a certificate that signs itself, for tests',
  description:
    'It counts for a year. Browsers warn of it, as no authority knows it. One that was imported is kept.',
  args: [appArgument, { name: 'domain', summary: 'The domain it is for', kind: 'text' }],
  flags: {},
  role: 'admin',
  examples: [
    {
      command: 'dokku certs:generate my-app my-app.example.com',
      summary: 'Serve a domain by HTTPS for a test',
    },
  ],
  async run(context, { args: { app, domain } }) {
    const name = normalizeDomain(domain);
    if (!name) throw new Failure(`"${domain}" is not a domain`, { code: 'usage.value' });
    if (readCertificate(context.store, app)) {
      return context.out.warn(`${app} has a certificate already, which is kept: dokku certs:report ${app}`);
    }
    await importPair(context, app, await selfSigned(name, context.signal));
  },
});

async function selfSigned(domain: string, signal: AbortSignal) {
  const folder = mkdtempSync(join(tmpdir(), 'dokku-certs-'));
  const [certificate, key] = [join(folder, 'server.crt'), join(folder, 'server.key')];
  try {
    const files = ['-keyout', key, '-out', certificate];
    const names = ['-subj', `/CN=${domain.slice(0, 64)}`, '-addext', `subjectAltName=DNS:${domain}`];
    await run(
      'openssl',
      ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '365', ...names, ...files],
      {
        signal,
      },
    );
    return { certificate: readFileSync(certificate, 'utf8'), key: readFileSync(key, 'utf8') };
  } finally {
    rmSync(folder, { recursive: true });
  }
}
