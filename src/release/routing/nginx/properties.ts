import {
  anything,
  bufferSize,
  buffers,
  bytesOf,
  logPath,
  number,
  onOff,
  size,
  time,
  trueFalse,
  type ValueKind,
  word,
} from './kinds.ts';
import type { Tuning } from './tuning.ts';

/** What a value asks of an ingress class; undefined for what the class cannot do. */
type Rendering = (value: string) => Partial<Tuning> | undefined;

export interface NginxProperty {
  summary: string;
  kind: ValueKind;
  /** What holds in every class while it is not set. */
  default?: string;
  /** What holds with the class nginx alone while it is not set. */
  nginxDefault?: string;
  /** A class that is missing here has no such thing, and a deploy says that the property is without effect. */
  nginx?: Rendering;
  traefik?: Rendering;
  gateway?: Rendering;
}

const annotation =
  (name: string): Rendering =>
  (value) => ({ annotations: { [name]: value } });
/** Annotations of times are numbers of seconds. */
const seconds =
  (name: string): Rendering =>
  (value) => ({ annotations: { [name]: value.replace('s', '') } });
const server =
  (directive: string): Rendering =>
  (value) => ({ serverLines: [`${directive} ${value};`] });
const location =
  (directive: string): Rendering =>
  (value) => ({ locationLines: [`${directive} ${value};`] });
const timeout =
  (name: string): Rendering =>
  (value) => ({ transport: { forwardingTimeouts: { [name]: value } } });
/** What the class does anyway, and cannot do otherwise. */
const always =
  (wanted: string): Rendering =>
  (value) =>
    value === wanted ? {} : undefined;

const isOff = (path: string) => path === 'off' || path === '/dev/null';

/** The header is one of four properties together: `hsts.ts`. */
const byHsts = { nginx: () => ({}), traefik: () => ({}), gateway: () => ({}) };

/** Settings of the nginx that Dokku runs on its host; in a cluster there is none. */
const ofHost = (summary: string): NginxProperty => ({ summary, kind: anything });

/**
 * The properties of `nginx:set`, and what each comes to in every ingress class. Lines of snippets follow this order.
 * Where two name one annotation, the later one counts.
 */
export const nginxProperties = {
  'access-log-format': ofHost('Format of the access log: that of the ingress controller counts'),
  'access-log-path': {
    summary: 'File of the access log; off for none. Without it, the log of the ingress controller',
    kind: logPath,
    nginx: server('access_log'),
    traefik: (value) => (isOff(value) ? { accessLog: false } : undefined),
  },
  'bind-address-ipv4': ofHost('Address to listen on'),
  'bind-address-ipv6': ofHost('IPv6 address to listen on'),
  'client-body-timeout': {
    summary: 'Longest silence while the body of a request is read',
    kind: time(1),
    nginxDefault: '60s',
    nginx: server('client_body_timeout'),
  },
  'client-header-timeout': {
    summary: 'Longest time in which the headers of a request must come',
    kind: time(1),
    nginxDefault: '60s',
    nginx: server('client_header_timeout'),
  },
  'client-max-body-size': {
    summary: 'Largest body of a request, answered with 413 when it is larger; 0 for no limit',
    kind: size,
    nginxDefault: '1m',
    nginx: annotation('proxy-body-size'),
    traefik: (value) => {
      const maxRequestBodyBytes = bytesOf(value)!;
      return maxRequestBodyBytes === 0
        ? {}
        : { middlewares: { 'body-size': { buffering: { maxRequestBodyBytes } } } };
    },
  },
  'disable-custom-config': ofHost('Leave out a configuration file of the repository'),
  'error-log-path': {
    summary: 'File of the error log; off for none. Without it, the log of the ingress controller',
    kind: logPath,
    // `off` would be the name of a file.
    nginx: (value) => ({ serverLines: [`error_log ${isOff(value) ? '/dev/null' : value};`] }),
  },
  hsts: {
    summary: 'Tell browsers to come by HTTPS only, once the app has a certificate',
    kind: trueFalse,
    default: 'true',
    ...byHsts,
  },
  'hsts-include-subdomains': {
    summary: 'The same for all names below',
    kind: trueFalse,
    default: 'true',
    ...byHsts,
  },
  'hsts-max-age': {
    summary: 'For how many seconds browsers remember it',
    kind: number,
    default: '15724800',
    ...byHsts,
  },
  'hsts-preload': {
    summary: 'Browsers may have it built in',
    kind: trueFalse,
    default: 'false',
    ...byHsts,
  },
  'keepalive-timeout': {
    summary: 'How long an idle connection of a client stays open',
    kind: time(0),
    nginxDefault: '75s',
    nginx: server('keepalive_timeout'),
  },
  'lingering-timeout': {
    summary: 'How long data of a client is waited for before its connection is closed',
    kind: time(1),
    nginxDefault: '5s',
    nginx: server('lingering_timeout'),
  },
  'nginx-conf-sigil-path': ofHost('Template of the configuration file'),
  'nginx-service-command': ofHost('Command that controls nginx'),
  'proxy-buffering': {
    summary: 'Hold answers of the app back until they are complete',
    kind: onOff,
    nginxDefault: 'on',
    nginx: annotation('proxy-buffering'),
    traefik: always('off'),
  },
  'proxy-buffers': {
    summary: 'Number and size of the buffers for an answer; proxy-buffer-size goes before the size',
    kind: buffers,
    nginxDefault: '8 4k',
    nginx: (value) => {
      const [amount, each] = value.split(' ');
      return { annotations: { 'proxy-buffers-number': amount!, 'proxy-buffer-size': each! } };
    },
  },
  'proxy-buffer-size': {
    summary: 'Size of the buffer for the headers of an answer',
    kind: bufferSize,
    nginxDefault: '4k',
    nginx: annotation('proxy-buffer-size'),
  },
  'proxy-busy-buffers-size': {
    summary: 'How much of the buffers may be on the way to the client',
    kind: bufferSize,
    nginxDefault: '8k',
    nginx: location('proxy_busy_buffers_size'),
  },
  'proxy-connect-timeout': {
    summary: 'How long the app may take to accept a connection',
    kind: time(1),
    nginxDefault: '60s',
    nginx: seconds('proxy-connect-timeout'),
    traefik: timeout('dialTimeout'),
  },
  'proxy-keepalive': {
    summary: 'How many idle connections to each pod are kept',
    kind: number,
    // For Traefik, 0 is its own default and -1 is none.
    traefik: (value) => ({ transport: { maxIdleConnsPerHost: Number(value) || -1 } }),
  },
  'proxy-read-timeout': {
    summary: 'How long the app may be silent; with traefik, until its answer begins',
    kind: time(1),
    nginxDefault: '60s',
    nginx: seconds('proxy-read-timeout'),
    traefik: timeout('responseHeaderTimeout'),
  },
  'proxy-send-timeout': {
    summary: 'How long the app may read nothing of a request',
    kind: time(1),
    nginxDefault: '60s',
    nginx: seconds('proxy-send-timeout'),
  },
  'send-timeout': {
    summary: 'How long a client may read nothing of an answer',
    kind: time(1),
    nginxDefault: '60s',
    nginx: server('send_timeout'),
  },
  'underscore-in-headers': {
    summary: 'Hand headers with underscores in their names to the app',
    kind: onOff,
    nginxDefault: 'off',
    nginx: server('underscores_in_headers'),
    traefik: always('on'),
  },
  'x-forwarded-for-value': ofHost('Value of X-Forwarded-For: the ingress controller makes it itself'),
  'x-forwarded-port-value': ofHost('Value of X-Forwarded-Port: the ingress controller makes it itself'),
  'x-forwarded-proto-value': ofHost('Value of X-Forwarded-Proto: the ingress controller makes it itself'),
  'x-forwarded-ssl': {
    summary: 'Value of the header X-Forwarded-SSL that the app gets, e.g. on',
    kind: word,
    nginx: location('proxy_set_header X-Forwarded-SSL'),
    traefik: (value) => ({
      middlewares: { 'request-headers': { headers: { customRequestHeaders: { 'X-Forwarded-SSL': value } } } },
    }),
    gateway: (value) => ({ requestHeaders: { 'X-Forwarded-SSL': value } }),
  },
} as const satisfies Record<string, NginxProperty>;
