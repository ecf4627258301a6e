import { mkdirSync } from 'node:fs';
import type { Settings } from '../settings.ts';
import type { CertificateRequest } from './openssl.ts';
import { makeAuthority, makeCertificate, makeSigningKey } from './openssl.ts';

/** The certificates and keys of the control plane and of the first node. */
export async function makePki(settings: Settings): Promise<void> {
  const folder = settings.paths.pki;
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  // The front proxy has an authority of its own: its certificates may speak for any user.
  await Promise.all([
    makeAuthority(folder, 'ca'),
    makeAuthority(folder, 'front-proxy-ca'),
    makeSigningKey(folder, 'service-accounts'),
  ]);
  // One after the other where they share an authority's serial file.
  await Promise.all([
    makeCertificate(folder, 'front-proxy-ca', {
      name: 'front-proxy',
      subject: '/CN=front-proxy-client',
      usage: 'clientAuth',
    }),
    signInTurn(folder, requests(settings)),
  ]);
}

async function signInTurn(folder: string, wanted: CertificateRequest[]): Promise<void> {
  for (const request of wanted) await makeCertificate(folder, 'ca', request);
}

function requests(settings: Settings): CertificateRequest[] {
  return [
    apiserver(settings),
    client('apiserver-kubelet-client', '/O=system:masters/CN=kube-apiserver-kubelet-client'),
    client('admin', '/O=system:masters/CN=engine-admin'),
    client('controller-manager', '/CN=system:kube-controller-manager'),
    client('scheduler', '/CN=system:kube-scheduler'),
    client('kube-proxy', '/CN=system:kube-proxy'),
    nodeCertificate(settings.nodeName, settings.nodeIp),
  ];
}

/** A node's certificate serves its kubelet's port as well as its calls to the API server. */
export function nodeCertificate(name: string, address: string): CertificateRequest {
  return {
    name: `node-${name}`,
    subject: `/O=system:nodes/CN=system:node:${name}`,
    usage: 'clientAuth,serverAuth',
    alternatives: [`DNS:${name}`, `IP:${address}`, 'IP:127.0.0.1'],
  };
}

function client(name: string, subject: string): CertificateRequest {
  return { name, subject, usage: 'clientAuth' };
}

function apiserver(settings: Settings): CertificateRequest {
  const service = ['kubernetes', 'kubernetes.default', 'kubernetes.default.svc'];
  const names = ['localhost', ...service, 'kubernetes.default.svc.cluster.local'];
  const addresses = ['127.0.0.1', settings.nodeIp, settings.serviceIp];
  return {
    name: 'apiserver',
    subject: '/CN=kube-apiserver',
    usage: 'serverAuth',
    alternatives: [...names.map((name) => `DNS:${name}`), ...addresses.map((address) => `IP:${address}`)],
  };
}
