import type { ExposedPort } from './types.ts';

/**
 * The ports of an image's `ExposedPorts`, `5000/tcp` each, in the order of the Dockerfile, then by number. An image does
 * not keep the order. Invalid ports are skipped.
 */
export function exposedPorts(ports: Record<string, object> | undefined, dockerfile = ''): ExposedPort[] {
  const written = portsInOrder(dockerfile);
  const ranks = new Map(written.toReversed().map((port, index) => [port, written.length - index]));
  const rank = (port: number) => ranks.get(port) ?? written.length + 1;
  return Object.keys(ports ?? {})
    .map((key) => key.match(/^(\d{1,5})(?:\/(tcp|udp))?$/))
    .filter((match) => match !== null)
    .map(([, port, protocol]) => ({
      port: Number(port),
      protocol: protocol === 'udp' ? ('udp' as const) : ('tcp' as const),
    }))
    .filter(({ port }) => port >= 1 && port <= 65535)
    .sort((a, b) => rank(a.port) - rank(b.port) || a.port - b.port || (a.protocol < b.protocol ? -1 : 1));
}

/** The ports that `EXPOSE` lines name as numbers and ranges, in their order. */
function portsInOrder(dockerfile: string): number[] {
  const lines = dockerfile.replaceAll(/\\[ \t]*\r?\n/g, ' ');
  return [...lines.matchAll(/^[ \t]*EXPOSE[ \t]+(.+)$/gim)].flatMap(([, words]) =>
    words!.split(/\s+/).flatMap((word) => {
      const [, first, last = first] = word.match(/^(\d{1,5})(?:-(\d{1,5}))?(?:\/(?:tcp|udp))?$/i) ?? [];
      const length = Math.max(0, Number(last) - Number(first) + 1);
      return first === undefined ? [] : Array.from({ length }, (_, index) => Number(first) + index);
    }),
  );
}
