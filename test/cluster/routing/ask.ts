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
  /** Subject of the served certificate. */
  certificate: string | undefined;
}

/** Sends one request to the ingress controller. Reads the certificate but does not verify it. */
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

/** Creates a certificate for a domain and its direct subdomains, with a key. Returns the paths of the two files. */
export function makeCertificate({ folder }: Installation, domain: string): [string, string] {
  const [certificate, key] = [join(folder, `${domain}.crt`), join(folder, `${domain}.key`)];
  const names = ['-subj', `/CN=${domain}`, '-addext', `subjectAltName=DNS:${domain},DNS:*.${domain}`];
  const kind = ['-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-days', '30'];
  execFileSync('openssl', ['req', ...kind, ...names, '-keyout', key, '-out', certificate], {
    stdio: 'ignore',
  });
  return [certificate, key];
}

/** One web process without checks: it is ready as soon as it listens. */
export const small = { 'config/kustomize': null, 'app.json': null, Procfile: 'web: sh web.sh\n' };
