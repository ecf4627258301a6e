import type { PortMap } from '../../state/apps/ports.ts';
import type { ResolveContext } from '../context.ts';
import type { PortSpec } from '../types.ts';

/** The fixed port of a process with `service.exposed`. */
const exposedPort = 5000;

/** Returns the ports of a process: the port maps for web, one fixed port for an exposed process. */
export function portsOf(context: ResolveContext, process: string, tls: boolean): PortSpec[] {
  if (process === 'web') return webPorts(context, tls);
  const exposed = context.input.appSpec.formation[process]?.service?.exposed;
  return exposed ? [spec({ scheme: 'http', host: exposedPort, container: exposedPort })] : [];
}

/** Returns the ports of web: from `ports:set`, else from the image's `EXPOSE`, else http:80:5000. */
function webPorts(context: ResolveContext, tls: boolean): PortSpec[] {
  const { settings, image } = context.input;
  const maps = settings.ports.length
    ? settings.ports.filter((map) => isRoutable(context, map))
    : detectedPorts(image.exposedPorts);
  return withTwins(maps.map(spec), tls).sort((a, b) => (a.name < b.name ? -1 : 1));
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
export function primaryPort(ports: readonly PortSpec[]): PortSpec | undefined {
  return (
    ports.find(({ scheme, host }) => scheme === 'http' && host === 80) ??
    ports.find(({ scheme, host }) => scheme === 'https' && host === 443) ??
    ports.toSorted((a, b) => a.host - b.host)[0]
  );
}

/** Adds the missing web port: 443 with TLS, and 80 for an https map alone. Keeps one entry for each host port. */
function withTwins(ports: PortSpec[], tls: boolean): PortSpec[] {
  const result = [...new Map(ports.map((port) => [port.host, port])).values()];
  const listens = (host: number) => result.some((port) => port.host === host);
  const https = primaryPort(result.filter(({ scheme }) => scheme === 'https'));
  if (https && !listens(80)) result.push(spec({ scheme: 'http', host: 80, container: https.container }));
  const http = primaryPort(result.filter(({ scheme }) => scheme === 'http'));
  if (http && tls && !listens(443))
    result.push(spec({ scheme: 'https', host: 443, container: http.container }));
  return result;
}

function spec({ scheme, host, container }: PortMap): PortSpec {
  return { name: `${scheme}-${host}-${container}`, scheme, host, container };
}
