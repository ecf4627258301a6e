import { existsSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { writeFile } from '../system/files.ts';
import { run } from '../system/run.ts';

const curve = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes'];
const days = '3650';

export interface CertificateRequest {
  /** File name without ending. */
  name: string;
  /** In openssl's notation, for example /O=system:masters/CN=admin. */
  subject: string;
  usage: 'clientAuth' | 'serverAuth' | 'clientAuth,serverAuth';
  /** Names and addresses, for example DNS:node1 or IP:127.0.0.1. */
  alternatives?: string[];
}

export async function makeAuthority(folder: string, name: string): Promise<void> {
  const key = join(folder, `${name}.key`);
  const certificate = join(folder, `${name}.crt`);
  if (existsSync(certificate)) return;
  const args = ['req', '-x509', ...curve, '-keyout', key, '-out', `${certificate}.new`, '-days', days];
  await run('openssl', [...args, '-subj', `/CN=${name}`]);
  renameSync(`${certificate}.new`, certificate);
}

/** Creates a certificate unless one for the same request exists. */
export async function makeCertificate(
  folder: string,
  authority: string,
  request: CertificateRequest,
): Promise<void> {
  const base = join(folder, request.name);
  const marker = JSON.stringify([authority, request]);
  if (existsSync(`${base}.request`) && readFileSync(`${base}.request`, 'utf8') === marker) return;
  const extensions = [`extendedKeyUsage=${request.usage}`];
  if (request.alternatives) extensions.push(`subjectAltName=${request.alternatives.join(',')}`);
  writeFile(`${base}.ext`, extensions.join('\n'));
  await run('openssl', [
    'req',
    ...curve,
    '-keyout',
    `${base}.key`,
    '-out',
    `${base}.csr`,
    '-subj',
    request.subject,
  ]);
  const ca = [
    '-CA',
    join(folder, `${authority}.crt`),
    '-CAkey',
    join(folder, `${authority}.key`),
    '-CAcreateserial',
  ];
  const files = ['-in', `${base}.csr`, '-out', `${base}.crt`, '-extfile', `${base}.ext`];
  await run('openssl', ['x509', '-req', ...files, ...ca, '-days', days]);
  rmSync(`${base}.csr`);
  rmSync(`${base}.ext`);
  writeFile(`${base}.request`, marker);
}

/** The key pair that service account tokens are signed with. */
export async function makeSigningKey(folder: string, name: string): Promise<void> {
  const key = join(folder, `${name}.key`);
  const publicKey = join(folder, `${name}.pub`);
  if (existsSync(publicKey)) return;
  await run('openssl', ['ecparam', '-name', 'prime256v1', '-genkey', '-noout', '-out', key]);
  await run('openssl', ['ec', '-in', key, '-pubout', '-out', publicKey]);
}
