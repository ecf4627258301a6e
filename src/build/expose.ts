import type { ExposedPort } from './types.ts';

/** The ports of an image's `ExposedPorts`, `5000/tcp` each, sorted by number. Invalid ports are skipped. */
export function exposedPorts(ports: Record<string, object> | undefined): ExposedPort[] {
  return Object.keys(ports ?? {})
    .map((key) => key.match(/^(\d{1,5})(?:\/(tcp|udp))?$/))
    .filter((match) => match !== null)
    .map(([, port, protocol]) => ({
      port: Number(port),
      protocol: protocol === 'udp' ? ('udp' as const) : ('tcp' as const),
    }))
    .filter(({ port }) => port >= 1 && port <= 65535)
    .sort((a, b) => a.port - b.port || (a.protocol < b.protocol ? -1 : 1));
}
