import type { ProcessSpec, ReleaseSpec } from '../types.ts';

/** Describes the choice among several exposed ports of the image; undefined if nothing had to be chosen. */
export function portChoice({ app }: Pick<ReleaseSpec, 'app'>, process: ProcessSpec): string | undefined {
  const { name, primaryPort, portCandidates: candidates } = process;
  if (!candidates || primaryPort === undefined) return undefined;
  const ports = `${candidates.slice(0, -1).join(', ')} and ${candidates.at(-1)}`;
  return `The image exposes the ports ${ports}; ${name} gets requests on port ${primaryPort}. To choose another port: dokku ports:set ${app} http:80:<port>`;
}
