import { routerPattern } from './routers.ts';
import type { IngressTarget } from './target.ts';

/** Whether a line of the controller's log is a request to the app. */
export function isRequestTo(target: IngressTarget): (line: string) => boolean {
  return target.ingressClass === 'nginx' ? toUpstream(target) : toRouter(target);
}

/** Anchored at the end, because clients choose part of the text before it. Source: Traefik's common log format. */
const traefikLine = / (?:\d+|-) (?:"([^"]*)"|-) (?:"[^"]*"|-) \d+ms$/;

function toRouter(target: IngressTarget): (line: string) => boolean {
  const own = new RegExp(`^${routerPattern(target)}$`);
  return (line) => own.test((line.startsWith('{') ? fromJson(line) : line.match(traefikLine)?.[1]) ?? '');
}

function fromJson(line: string): string | undefined {
  try {
    const { RouterName } = JSON.parse(line);
    return typeof RouterName === 'string' ? RouterName : undefined;
  } catch {
    return undefined;
  }
}

/** ingress-nginx writes `[<namespace>-<service>-<port>]` after the last quote; nginx escapes quotes in client text. */
function toUpstream({ namespace, service }: IngressTarget): (line: string) => boolean {
  const own = new RegExp(`" \\d+ [\\d.]+ \\[${namespace}-${service}-(?:https?(?:-\\d+)?|\\d+)\\] `);
  return (line) => own.test(line);
}
