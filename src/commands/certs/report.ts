import type { X509Certificate } from 'node:crypto';
import { type Rows, report } from '../../cli/parts/report.ts';
import { readCertificate } from '../../release/settings/read-certificate.ts';
import { certificateFacts, readChain } from '../../release/tls/certificate.ts';
import { type Issued, issuancesOf } from './issuances.ts';

const noCertificateRows: Rows = {
  enabled: 'false',
  'expires-at': '',
  hostnames: '',
  issuer: '',
  reason: '',
  source: '',
  'starts-at': '',
  state: 'none',
  subject: '',
  verified: '',
};

/** Rows that come from the certificate itself. */
const rowsOfCertificate = ['expires-at', 'issuer', 'starts-at', 'subject', 'verified'];

export default report({
  plugin: 'certs',
  type: 'ssl',
  summary: 'Show the certificates of apps',
  description:
    'state is valid, expired, pending, failed or none, or unknown if the cluster does not answer. reason is the last ' +
    'message of cert-manager about a certificate that is being issued or renewed.',
  examples: [
    {
      command: 'dokku certs:report my-app',
      summary: 'Show names, issuer, expiry and state',
    },
    { command: 'dokku certs:report my-app --ssl-expires-at', summary: 'Print only the expiry date' },
    {
      command: 'dokku certs:report my-app --ssl-reason',
      summary: 'Print only why it has not been issued yet',
    },
  ],
  load: issuancesOf,
  app(context, app, issued): Rows {
    const pair = readCertificate(context.store, app);
    if (pair) return { ...noCertificateRows, ...rowsOf(readChain(pair.certificate)[0]), source: 'imported' };
    const certificate = issued(app);
    return certificate ? { ...noCertificateRows, ...issuedRows(certificate) } : noCertificateRows;
  },
});

function issuedRows({ source, dnsNames, observed }: Issued): Rows {
  const asked = { enabled: 'true', hostnames: dnsNames.join(' '), source };
  if (!observed) {
    const unknown = Object.fromEntries(rowsOfCertificate.map((key) => [key, 'unknown']));
    return { ...asked, ...unknown, state: 'unknown' };
  }
  const { state, reason, leaf } = observed;
  if (!leaf) return { ...asked, reason, state: state === 'failed' ? 'failed' : 'pending' };
  const { hostnames, ...rows } = rowsOf(leaf);
  const complete = dnsNames.every((name) => hostnames!.split(' ').includes(name));
  // During a renewal the previous certificate stays valid, unless it lacks one of the names.
  return { ...asked, ...rows, reason, state: complete || state === 'issued' ? rows.state! : state };
}

function rowsOf(certificate: X509Certificate): Rows {
  const facts = certificateFacts(certificate);
  return {
    enabled: 'true',
    'expires-at': facts.expiresAt.toISOString(),
    hostnames: facts.hostnames.join(' '),
    issuer: facts.issuer,
    'starts-at': facts.startsAt.toISOString(),
    state: facts.expiresAt.getTime() < Date.now() ? 'expired' : 'valid',
    subject: facts.subject,
    verified: facts.selfSigned ? 'self signed' : 'verified by a certificate authority',
  };
}
