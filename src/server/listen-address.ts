import { Failure } from '../core/failure.ts';

export interface ListenAddress {
  host: string;
  port: number;
}

/** Reads `host:port`, `[::1]:port` or `:port` (all addresses); undefined for `off`. Port 0 lets the system choose. */
export function parseListenAddress(text: string): ListenAddress | undefined {
  if (text === 'off') return undefined;
  const match = /^(?:\[([0-9a-fA-F:.]+)\]|([^:[\]]*)):(\d{1,5})$/.exec(text);
  const port = Number(match?.[3]);
  if (match && port <= 65_535) return { host: match[1] ?? (match[2] || '::'), port };
  throw new Failure(`"${text}" is not a valid address to listen on`, {
    code: 'server.address',
    hint: 'Use an address like 0.0.0.0:3022, [::1]:3022 or :3022, or off',
  });
}

export function formatAddress({ host, port }: ListenAddress): string {
  return host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`;
}
