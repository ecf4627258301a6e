import { factsOf, readChain } from '../../release/certificate.ts';
import { readCertificate } from '../../release/tls-secret.ts';
import { type Rows, report } from '../report.ts';

const none: Rows = {
  enabled: 'false',
  'expires-at': '',
  hostnames: '',
  issuer: '',
  'starts-at': '',
  subject: '',
  verified: '',
};

export default report({
  plugin: 'certs',
  type: 'ssl',
  summary: 'Show the certificates that were imported for apps',
  examples: [
    {
      command: 'dokku certs:report my-app',
      summary: 'See what it is for, who signed it, until when it counts',
    },
    { command: 'dokku certs:report my-app --ssl-expires-at', summary: 'Print only when it expires' },
  ],
  app(context, app): Rows {
    const pair = readCertificate(context.store, app);
    if (!pair) return none;
    const facts = factsOf(readChain(pair.certificate)[0]);
    return {
      enabled: 'true',
      'expires-at': facts.expiresAt.toISOString(),
      hostnames: facts.hostnames.join(' '),
      issuer: facts.issuer,
      'starts-at': facts.startsAt.toISOString(),
      subject: facts.subject,
      verified: facts.selfSigned ? 'self signed' : 'verified by a certificate authority',
    };
  },
});
