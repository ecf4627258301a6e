import type { PortMap } from '../../state/apps/ports.ts';
import type { ResolveContext } from '../context.ts';
import type { PortSpec } from '../types.ts';

/** The fixed port of a process with `service.exposed`. */
const exposedPort = 5000;
/** The name of the port that routes, probes and `PORT` use. */
const primaryPortName = 'http';

/** Returns the ports of a process: the port maps for web, one fixed port for an exposed process. */
export function portsOf(context: ResolveContext, process: string, tls: boolean): PortSpec[] {
  if (process === 'web') return webPorts(context, tls);
  const exposed = context.input.appSpec.formation[process]?.service?.exposed;
  return exposed ? withNames([{ scheme: 'http', host: exposedPort, container: exposedPort }]) : [];
}

/** Returns the ports of web: from `ports:set`, else from the image's `EXPOSE`, else http:80:5000. */
function webPorts(context: ResolveContext, tls: boolean): PortSpec[] {
  const { settings, image } = context.input;
  const maps = settings.ports.length
    ? settings.ports.filter((map) => isRoutable(context, map))
    : detectedPorts(image.exposedPorts);
  return withNames(withTwins(maps, tls)).sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** Returns the port maps for an app without `ports:set`: the exposed TCP ports of the image, else http:80:5000. */
export function detectedPorts(exposedPorts: readonly { port: number; protocol: string }[]): PortMap[] {
  const exposed = exposedPorts.filter(({ protocol }) => protocol === 'tcp');
  return exposed.length > 0
    ? exposed.map(({ port }) => ({ scheme: 'http', host: port, container: port }))
    : [{ scheme: 'http', host: 80, container: exposedPort }];
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

/** Returns the port for `PORT`, probes and routes: http:80, else https:443, else the lowest. */
export function primaryPort<T extends PortMap>(ports: readonly T[]): T | undefined {
  return (
    ports.find(({ scheme, host }) => scheme === 'http' && host === 80) ??
    ports.find(({ scheme, host }) => scheme === 'https' && host === 443) ??
    ports.toSorted((a, b) => a.host - b.host)[0]
  );
}

/** Adds the missing web port: 443 with TLS, and 80 for an https map alone. Keeps one entry for each host port. */
function withTwins(ports: readonly PortMap[], tls: boolean): PortMap[] {
  const result = [...new Map(ports.map((port) => [port.host, port])).values()];
  const listens = (host: number) => result.some((port) => port.host === host);
  const https = primaryPort(result.filter(({ scheme }) => scheme === 'https'));
  if (https && !listens(80)) result.push({ scheme: 'http', host: 80, container: https.container });
  const http = primaryPort(result.filter(({ scheme }) => scheme === 'http'));
  if (http && tls && !listens(443)) result.push({ scheme: 'https', host: 443, container: http.container });
  return result;
}

/**
 * Names the ports by what they are for, not by the port of the container. When a new version listens on another port,
 * the Service and the routes of the serving version therefore also fit the pods of the new one.
 */
function withNames(ports: readonly PortMap[]): PortSpec[] {
  const primary = primaryPort(ports);
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
