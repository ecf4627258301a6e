import { execFileSync } from 'node:child_process';
import http, { type IncomingHttpHeaders } from 'node:http';
import https from 'node:https';
import { join } from 'node:path';
import type { TLSSocket } from 'node:tls';
import { clusterUnderTest } from '../../../scripts/lib/cluster-under-test.ts';
import type { Installation } from '../installation.ts';

interface Answer {
  status: number | undefined;
  headers: IncomingHttpHeaders;
  /** Subject of the certificate that was shown. */
  certificate: string | undefined;
}

/** One request to the ingress controller; a certificate is looked at but not checked. */
export function ask(url: string, body?: string): Promise<Answer> {
  const { protocol, host, pathname } = new URL(url);
  const secure = protocol === 'https:';
  return new Promise((resolve, reject) => {
    const call = (secure ? https : http).request({
      host: clusterUnderTest().ingress,
      servername: host,
      path: pathname,
      method: body === undefined ? 'GET' : 'POST',
      headers: { host, ...(body !== undefined && { 'content-length': body.length }) },
      rejectUnauthorized: false,
      agent: false,
      timeout: 3000,
    });
    call.on('response', (response) => {
      const shown = secure ? (response.socket as TLSSocket).getPeerCertificate().subject?.CN : undefined;
      response.resume().on('end', () =>
        resolve({
          status: response.statusCode,
          headers: response.headers,
          certificate: Array.isArray(shown) ? shown[0] : shown,
        }),
      );
    });
    call.on('timeout', () => call.destroy(new Error(`${url} did not answer`)));
    call.on('error', reject).end(body);
  });
}

/** A certificate for a domain and all names right below it, and its key: paths of two files. */
export function makeCertificate({ folder }: Installation, domain: string): [string, string] {
  const [certificate, key] = [join(folder, `${domain}.crt`), join(folder, `${domain}.key`)];
  const names = ['-subj', `/CN=${domain}`, '-addext', `subjectAltName=DNS:${domain},DNS:*.${domain}`];
  const kind = ['-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-days', '30'];
  execFileSync('openssl', ['req', ...kind, ...names, '-keyout', key, '-out', certificate], {
    stdio: 'ignore',
  });
  return [certificate, key];
}

/** One web process without checks of its own: it is there as soon as it listens. */
export const small = { 'config/kustomize': null, 'app.json': null, Procfile: 'web: sh web.sh\n' };
