import { routerPattern } from './routers.ts';
import type { IngressTarget } from './target.ts';

const traefikLevels = /^\S+ (WRN|ERR|FTL|PNC) |"level":"(warn|error|fatal|panic)"/;
const controllerLevels = /^[WEF]\d{4} /;
/** Lines of nginx itself name their server. Clients choose part of the text after the server. */
const nginxLine = /^[\d/]+ [\d:]+ \[(?:warn|error|crit|alert|emerg)\] \d+#.*?, server: ([^,]+),/;

/** Whether a line of the controller's log is a warning or an error that names the app. */
export function isErrorOf(target: IngressTarget): (line: string) => boolean {
  const levels = target.ingressClass === 'nginx' ? controllerLevels : traefikLevels;
  const domains = target.hosts.map(({ domain }) => domain);
  const names = new RegExp(`(?<![\\w.-])(?:${namesOf(target).join('|')})(?![\\w-]|\\.\\w)`);
  const elsewhere = /"?namespace"?[=:]"?([a-z0-9-]+)/;
  return (line) => {
    const server = target.ingressClass === 'nginx' ? line.match(nginxLine)?.[1] : undefined;
    if (server !== undefined) return domains.includes(server);
    if (!levels.test(line)) return false;
    const namespace = line.match(elsewhere)?.[1];
    return (namespace === undefined || namespace === target.namespace) && names.test(line);
  };
}

/** Returns patterns for the domains and objects of the app that a controller names in errors. */
function namesOf(target: IngressTarget): string[] {
  const { app, namespace, service, hosts } = target;
  const ends = [
    'https?(?:-\\d+)?(?:-websecure)?',
    'compression|redirect-to-https|hsts|body-size|request-headers',
    ...hosts.map(({ slug }) => `${slug}(?:\\.redirect)?`),
  ];
  return [
    routerPattern(target),
    `(?:${namespace}-)?${service}(?:-(?:${ends.join('|')}))?(?:-[0-9a-f]{20})?(?:@kubernetescrd)?`,
    `tls-${app}(?:-web)?`,
    ...hosts.map(({ domain }) => RegExp.escape(domain)),
  ];
}
