import type { X509Certificate } from 'node:crypto';
import { type Rows, report } from '../../cli/parts/report.ts';
import { factsOf, readChain } from '../../release/tls/certificate.ts';
import { readCertificate } from '../../release/tls/tls-secret.ts';
import { type Issued, issuancesOf } from './issuances.ts';

const none: Rows = {
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

/** Keys that only the certificate itself can answer. */
const written = ['expires-at', 'issuer', 'starts-at', 'subject', 'verified'];

export default report({
  plugin: 'certs',
  type: 'ssl',
  summary: 'Show the certificates of apps: imported ones and those of an issuer',
  description:
    'state is valid, expired, pending, failed or none, and unknown when the cluster does not answer. reason is the ' +
    'last word of cert-manager about a certificate that is under way, be it the first one or a renewal.',
  examples: [
    {
      command: 'dokku certs:report my-app',
      summary: 'See what it is for, who signed it, until when it counts, or why it is not there',
    },
    { command: 'dokku certs:report my-app --ssl-expires-at', summary: 'Print only when it expires' },
    { command: 'dokku certs:report my-app --ssl-reason', summary: 'Print only why there is none yet' },
  ],
  load: issuancesOf,
  app(context, app, issued): Rows {
    const pair = readCertificate(context.store, app);
    if (pair) return { ...none, ...rowsOf(readChain(pair.certificate)[0]), source: 'imported' };
    const certificate = issued(app);
    return certificate ? { ...none, ...issuedRows(certificate) } : none;
  },
});

function issuedRows({ source, dnsNames, observed }: Issued): Rows {
  const asked = { enabled: 'true', hostnames: dnsNames.join(' '), source };
  if (!observed) {
    const unknown = Object.fromEntries(written.map((key) => [key, 'unknown']));
    return { ...asked, ...unknown, state: 'unknown' };
  }
  const { state, reason, leaf } = observed;
  if (!leaf) return { ...asked, reason, state: state === 'failed' ? 'failed' : 'pending' };
  const { hostnames, ...rows } = rowsOf(leaf);
  const complete = dnsNames.every((name) => hostnames!.split(' ').includes(name));
  // While a renewal is under way, or fails, the one before goes on counting; without all names it is not this one.
  return { ...asked, ...rows, reason, state: complete || state === 'issued' ? rows.state! : state };
}

function rowsOf(certificate: X509Certificate): Rows {
  const facts = factsOf(certificate);
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
