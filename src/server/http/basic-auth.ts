import type { IncomingMessage } from 'node:http';

/** The password of a request with basic authentication: the token. Git sends any user name, which is ignored. */
export function passwordOf({ headers }: IncomingMessage): string | undefined {
  const encoded = /^Basic ([A-Za-z0-9+/=]+)$/i.exec(headers.authorization ?? '')?.[1];
  if (encoded === undefined) return undefined;
  const [, password] = /^[^:]*:(.*)$/s.exec(Buffer.from(encoded, 'base64').toString()) ?? [];
  return password;
}

/**
 * The address of the client. Only a proxy on this machine may report it in a header, since anyone can write a header.
 */
export function clientAddress({ socket, headers }: IncomingMessage): string {
  const peer = socket.remoteAddress ?? '';
  const forwarded = [headers['x-forwarded-for'] ?? []].flat().join(',').split(',').at(-1)?.trim();
  return isLoopback(peer) && forwarded ? forwarded : peer;
}

export function isLoopback(address: string): boolean {
  return address === '::1' || /^(::ffff:)?127\./.test(address);
}
