import { Failure } from '../../core/failure.ts';
import type { PortMap } from '../../state/apps/ports.ts';

const schemes = ['http', 'https'];

/** Parses words of the form `scheme:host:container`. One invalid word refuses all; the failure suggests corrections. */
export function parsePortMaps(words: readonly string[]): PortMap[] {
  const maps: PortMap[] = [];
  const problems: string[] = [];
  for (const word of words) {
    const map = parsePortMap(word);
    const found = map
      ? problemsOf(map)
      : [`${word} is not of the form scheme:host:container${suggestion(word)}`];
    problems.push(...found);
    if (map && found.length === 0) maps.push(map);
  }
  if (problems.length > 0) throw refused(problems);
  return maps;
}

/** A Service has one port of each number, so a host port can be mapped only once. */
export function checkDistinctHostPorts(maps: readonly PortMap[]): void {
  const problems: string[] = [];
  for (const [index, map] of maps.entries()) {
    const earlier = maps.slice(0, index).find(({ host }) => host === map.host);
    if (earlier)
      problems.push(`${portMapText(map)} and ${portMapText(earlier)} both map the host port ${map.host}`);
  }
  if (problems.length > 0) throw refused(problems);
}

export function portMapText({ scheme, host, container }: PortMap): string {
  return `${scheme}:${host}:${container}`;
}

export function isSamePortMap(a: PortMap, b: PortMap): boolean {
  return portMapText(a) === portMapText(b);
}

/** The form in reports. */
export function portMapsAsJson(maps: readonly PortMap[]) {
  return maps.map(({ scheme, host, container }) => ({ container_port: container, host_port: host, scheme }));
}

function parsePortMap(word: string): PortMap | undefined {
  const [, scheme, host, container] = /^([a-z][a-z0-9]*):(\d{1,9}):(\d{1,9})$/i.exec(word) ?? [];
  return scheme
    ? { scheme: scheme.toLowerCase(), host: Number(host), container: Number(container) }
    : undefined;
}

function problemsOf(map: PortMap): string[] {
  const { scheme, host, container } = map;
  const problems: string[] = [];
  for (const port of [host, container]) {
    if (port < 1 || port > 65535)
      problems.push(`${portMapText(map)}: ${port} is not a valid port; a port is a number from 1 to 65535`);
  }
  if (!schemes.includes(scheme)) {
    problems.push(
      `${portMapText(map)}: only http and https can be routed; for a protocol over HTTP use http:${host}:${container}`,
    );
  }
  return problems;
}

function suggestion(word: string): string {
  const port = '(\\d{1,5})';
  const [, only] = new RegExp(`^${port}$`).exec(word) ?? [];
  if (only) return `; did you mean http:${only}:5000?`;
  const [, host, container] = new RegExp(`^${port}:${port}$`).exec(word) ?? [];
  if (host) return `; did you mean http:${host}:${container}?`;
  const [, scheme, single] = new RegExp(`^(https?):${port}$`).exec(word) ?? [];
  return scheme ? `; did you mean ${scheme}:${single}:5000?` : '';
}

function refused(problems: string[]): Failure {
  return new Failure('Invalid port mappings; nothing was changed', {
    code: 'ports.invalid',
    details: problems,
    hint: 'Write each mapping as scheme:host:container, for example http:80:5000',
  });
}
