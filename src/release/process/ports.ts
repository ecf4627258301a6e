import type { PortMap } from '../../state/apps/ports.ts';
import type { ResolveContext } from '../context.ts';
import type { PortSpec } from '../types.ts';
import { configuredPort } from './configured-port.ts';

/** The port of a process that nothing else sets, and the port of the Service of a process with `service.exposed`. */
const standardPort = 5000;
/** The name of the port that routes, probes and `PORT` use. */
const primaryPortName = 'http';

/**
 * Usual ports of web servers: 80 is the port of HTTP, 3000 the default of Node and Rails, 5000 of Dokku and Flask, 8000
 * of Django, 8080 of Java and of servers without privileges. An earlier one is preferred.
 */
const usualPorts: readonly number[] = [80, 3000, 5000, 8000, 8080];

/** The ports of a process. */
export interface ProcessPorts {
  ports: PortSpec[];
  /** The container port for probes and routes; undefined for a process without a port. */
  primary: number | undefined;
  /** The exposed ports of the image that the primary port was chosen from; undefined without a choice. */
  candidates: number[] | undefined;
}

/** Returns the ports of a process: the port maps for web, one port for an exposed process. */
export function portsOf(context: ResolveContext, process: string, tls: boolean): ProcessPorts {
  if (process === 'web') return webPorts(context, tls);
  const exposed = context.input.appSpec.formation[process]?.service?.exposed;
  if (!exposed) return { ports: [], primary: undefined, candidates: undefined };
  const container = configuredPort(context.input.config) ?? standardPort;
  const ports = portSpecs([{ scheme: 'http', host: standardPort, container }], false);
  return { ports, primary: container, candidates: undefined };
}

/** Returns the ports of web: from `ports:set`, else from the image's `EXPOSE` and the config var `PORT`. */
function webPorts(context: ResolveContext, tls: boolean): ProcessPorts {
  const { settings, image, config } = context.input;
  const mapped = settings.ports.filter((map) => isRoutable(context, map));
  const port = configuredPort(config);
  if (settings.ports.length > 0) {
    if (port !== undefined) checkMapped(context, port, mapped);
    const ports = portSpecs(withStablePort(context, mapped), tls);
    return { ports, primary: primaryPort(ports)?.container, candidates: undefined };
  }
  const { maps, primary, candidates } = detectPorts(image.exposedPorts, port);
  return { ports: portSpecs(withStablePort(context, maps, primary), tls, primary), primary, candidates };
}

/**
 * Adds port 80 for the routes of a Gateway. Such routes name a port of the Service by its number, and controllers read
 * the Service and the route one after the other. With the same number in each version, every route fits every Service.
 */
function withStablePort(
  { input: { settings } }: ResolveContext,
  maps: readonly PortMap[],
  container?: number,
): readonly PortMap[] {
  if (settings.ingressClass !== 'gateway' || maps.some(({ host }) => host === 80)) return maps;
  const main = primaryPort(maps, container);
  return main ? [...maps, { scheme: 'http', host: 80, container: main.container }] : maps;
}

/**
 * Returns the port maps for an app without `ports:set`: the exposed TCP ports of the image, else http:80:5000. The
 * config var `PORT` names the port on which web listens. Without it, web gets a usual port of web servers, else the port
 * that the Dockerfile exposes first.
 */
export function detectPorts(
  exposedPorts: readonly { port: number; protocol: string }[],
  configured?: number,
): { maps: PortMap[]; primary: number; candidates: number[] | undefined } {
  const exposed = exposedPorts.filter(({ protocol }) => protocol === 'tcp').map(({ port }) => port);
  const maps = exposed.map((port) => ({ scheme: 'http', host: port, container: port }));
  const [first = standardPort] = exposed;
  const primary = configured ?? usualPorts.find((port) => exposed.includes(port)) ?? first;
  if (!exposed.includes(primary)) {
    const others = maps.filter(({ host }) => host !== 80);
    return {
      maps: [{ scheme: 'http', host: 80, container: primary }, ...others],
      primary,
      candidates: undefined,
    };
  }
  return { maps, primary, candidates: configured === undefined && exposed.length > 1 ? exposed : undefined };
}

/** A process that listens on `PORT` gets no request when every port map points to another port. */
function checkMapped(context: ResolveContext, port: number, maps: readonly PortMap[]): void {
  if (maps.length === 0 || maps.some(({ container }) => container === port)) return;
  const { app } = context.input;
  const { scheme, host, container } = primaryPort(maps)!;
  context.problem(
    `The config var PORT is ${port}, but the port map ${scheme}:${host}:${container} sends requests to port ${container}`,
    `ports:set ${app} ${scheme}:${host}:${port}, or unset the variable: dokku config:unset ${app} PORT`,
  );
}

function isRoutable(context: ResolveContext, { scheme, host, container }: PortMap): boolean {
  if (['http', 'https'].includes(scheme) || container === 80 || container === 443) return true;
  const map = `${scheme}:${host}:${container}`;
  context.problem(
    `The port map ${map} cannot be routed: only http and https can`,
    `ports:remove ${context.input.app} ${map}`,
  );
  return false;
}

/**
 * Returns the port for probes and routes: http:80, else https:443, else the lowest; of the ports with this container port
 * when there are any.
 */
export function primaryPort<T extends PortMap>(ports: readonly T[], container?: number): T | undefined {
  const same = ports.filter((port) => port.container === container);
  const among = same.length > 0 ? same : ports;
  return (
    among.find(({ scheme, host }) => scheme === 'http' && host === 80) ??
    among.find(({ scheme, host }) => scheme === 'https' && host === 443) ??
    among.toSorted((a, b) => a.host - b.host)[0]
  );
}

/**
 * Returns the ports, named and sorted, with the missing web port: 443 with TLS, and 80 for an https map alone. Keeps one entry for
 * each host port.
 */
function portSpecs(maps: readonly PortMap[], tls: boolean, primary?: number): PortSpec[] {
  const result = [...new Map(maps.map((map) => [map.host, map])).values()];
  const listens = (host: number) => result.some((port) => port.host === host);
  const https = primaryPort(result.filter(({ scheme }) => scheme === 'https'));
  if (https && !listens(80)) result.push({ scheme: 'http', host: 80, container: https.container });
  const http = primaryPort(
    result.filter(({ scheme }) => scheme === 'http'),
    primary,
  );
  if (http && tls && !listens(443)) result.push({ scheme: 'https', host: 443, container: http.container });
  return withNames(result, primary).sort((a, b) => (a.name < b.name ? -1 : 1));
}

/**
 * Names the ports by what they are for, not by the port of the container. When a new version listens on another port,
 * the Service and the routes of the serving version therefore also fit the pods of the new one.
 */
function withNames(ports: readonly PortMap[], container: number | undefined): PortSpec[] {
  const primary = primaryPort(ports, container);
  return ports.map((port) => ({
    name: port === primary ? primaryPortName : `${port.scheme}-${port.host}`,
    ...port,
  }));
}

/** Returns the name of each port of the container, by its number. A Service finds the ports of its pods by these names. */
export function containerPortNames(ports: readonly PortSpec[]): Map<number, string> {
  const named = ports.toSorted((a, b) => rank(a) - rank(b));
  return new Map(named.map(({ container, name }) => [container, name]));
}

/** The last of several names of a port is used: the one that the next version most likely has, too. */
function rank({ name, scheme }: PortSpec): number {
  if (name === primaryPortName) return 2;
  return scheme === 'http' ? 1 : 0;
}
