import { createPrivateKey, type KeyObject, X509Certificate } from 'node:crypto';
import { Failure, messageOf } from '../../core/failure.ts';
import type { CertificatePair } from './tls-secret.ts';

const pemCertificate = /-----BEGIN CERTIFICATE-----[\s\S]+?-----END CERTIFICATE-----/g;

/** Time before expiry at which a certificate gets a warning: two weeks. */
const expiryWarningMs = 14 * 86_400_000;

/** The fields of a certificate, under the names of `certs:report`. */
export interface CertificateFacts {
  /** Host names for which the certificate is valid. */
  hostnames: string[];
  issuer: string;
  subject: string;
  startsAt: Date;
  expiresAt: Date;
  selfSigned: boolean;
}

/** Parses a PEM chain, the certificate itself first. Throws a Failure if no certificate is found or one is invalid. */
export function readChain(pem: string): [X509Certificate, ...X509Certificate[]] {
  const [first, ...rest] = pem.match(pemCertificate) ?? [];
  if (!first) throw refused('it contains no PEM certificate (-----BEGIN CERTIFICATE-----)');
  try {
    return [new X509Certificate(first), ...rest.map((text) => new X509Certificate(text))];
  } catch (cause) {
    throw refused(`a certificate in the file cannot be read: ${messageOf(cause)}`, cause);
  }
}

/**
 * Checks that a certificate and its key match. Returns both in the form to store, with warnings about contents that are
 * valid but probably not intended.
 */
export function checkPair(
  pair: CertificatePair,
  now = Date.now(),
): { pair: CertificatePair; warnings: string[] } {
  const chain = readChain(pair.certificate);
  const [leaf] = chain;
  const key = readKey(pair.key);
  if (!leaf.checkPrivateKey(key)) {
    throw new Failure('The key does not belong to the certificate', {
      code: 'certs.mismatch',
      details: [`The certificate is for ${leaf.subject.replaceAll('\n', ', ')}`],
      hint: 'Begin the certificate file with the certificate of the server, followed by the certificates of its authorities',
    });
  }
  return {
    pair: { certificate: chain.map((each) => each.toString()).join(''), key: `${pair.key.trim()}\n` },
    warnings: [...validityWarnings(leaf, now), ...order(chain)],
  };
}

export function certificateFacts(certificate: X509Certificate): CertificateFacts {
  const names = certificate.subjectAltName?.match(/(?<=DNS:)[^,\s]+/g);
  const common = certificate.subject?.match(/^CN=(.+)$/m)?.[1];
  return {
    hostnames: names ?? (common ? [common] : []),
    issuer: oneLine(certificate.issuer),
    subject: oneLine(certificate.subject),
    startsAt: certificate.validFromDate,
    expiresAt: certificate.validToDate,
    selfSigned: certificate.checkIssued(certificate) && certificate.verify(certificate.publicKey),
  };
}

function readKey(pem: string): KeyObject {
  if (/ENCRYPTED/.test(pem)) {
    throw new Failure('The key is encrypted with a passphrase; the server needs it unencrypted', {
      code: 'certs.key',
      hint: 'Remove the passphrase first: openssl pkey -in server.key -out plain.key',
    });
  }
  try {
    return createPrivateKey(pem);
  } catch (cause) {
    throw new Failure('The key is not a PEM private key', {
      code: 'certs.key',
      hint: 'Pass a key that begins with -----BEGIN PRIVATE KEY-----, -----BEGIN RSA PRIVATE KEY----- or -----BEGIN EC PRIVATE KEY-----',
      cause,
    });
  }
}

/** Returns why browsers refuse a certificate now, or will refuse it soon. */
export function validityWarnings(
  { validFromDate, validToDate }: X509Certificate,
  now = Date.now(),
): string[] {
  const left = validToDate.getTime() - now;
  if (left < 0) return [`The certificate expired on ${validToDate.toISOString()}`];
  if (left < expiryWarningMs) return [`The certificate expires soon, on ${validToDate.toISOString()}`];
  if (validFromDate.getTime() > now)
    return [`The certificate is not valid before ${validFromDate.toISOString()}`];
  return [];
}

function order(chain: X509Certificate[]): string[] {
  const broken = chain.some((each, index) => index > 0 && !chain[index - 1]!.checkIssued(each));
  return broken
    ? ['The chain is not in order: each certificate should be followed by the certificate of its issuer']
    : [];
}

function refused(why: string, cause?: unknown): Failure {
  return new Failure(`The certificate cannot be used: ${why}`, { code: 'certs.certificate', cause });
}

/** Returns a name as `C=DE, O=Example, CN=example.com`; empty for a certificate without a name. */
function oneLine(name: string | undefined): string {
  return (name ?? '').replaceAll('\n', ', ');
}
