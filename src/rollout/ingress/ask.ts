import http from 'node:http';
import { connect } from 'node:net';
import type { IngressAddress } from './addresses.ts';

/** What an ingress answered, without what differs in each answer. */
export interface IngressAnswer {
  status: number;
  /** Equal for two answers that look the same to a client. */
  signature: string;
}

/** Milliseconds for one request; a slow app needs longer than an ingress. */
const requestMs = 2000;
const connectMs = 1000;
const maxBodyBytes = 4096;
const variable = new Set(['content-length', 'date']);

/** Requests a page of a host at an address. Undefined when nothing answers in time. */
export function askIngress(
  { host, port }: IngressAddress,
  domain: string,
  path: string,
  signal: AbortSignal,
): Promise<IngressAnswer | undefined> {
  return new Promise((resolve) => {
    const limit = AbortSignal.any([signal, AbortSignal.timeout(requestMs)]);
    const headers = { host: domain, 'user-agent': 'dokku' };
    const call = http.get({ host, port, path, headers, agent: false, signal: limit }, (response) => {
      let body = '';
      const done = () => {
        const names = Object.keys(response.headers).filter((name) => !variable.has(name));
        const status = response.statusCode!;
        resolve({ status, signature: JSON.stringify([status, names.sort(), body]) });
        call.destroy();
      };
      response.setEncoding('utf8').on('data', (chunk: string) => {
        body = (body + chunk).slice(0, maxBodyBytes);
        if (body.length === maxBodyBytes) done();
      });
      response.on('end', done).on('error', () => resolve(undefined));
    });
    call.on('error', () => resolve(undefined));
  });
}

/** Returns the first of the addresses that accepts a connection. */
export async function reachable(
  addresses: readonly IngressAddress[],
  signal: AbortSignal,
): Promise<IngressAddress | undefined> {
  const accepted = await Promise.all(addresses.map((address) => accepts(address, signal)));
  return addresses.find((_, index) => accepted[index]);
}

function accepts({ host, port }: IngressAddress, signal: AbortSignal): Promise<boolean> {
  return new Promise((resolve) => {
    const limit = AbortSignal.any([signal, AbortSignal.timeout(connectMs)]);
    const socket = connect({ host, port, signal: limit });
    socket.on('connect', () => {
      resolve(true);
      socket.destroy();
    });
    socket.on('error', () => resolve(false));
  });
}
