import {
  anyText,
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

/** The configuration of an ingress class for a value; undefined when the class does not support the value. */
type Rendering = (value: string) => Partial<Tuning> | undefined;

export interface NginxProperty {
  summary: string;
  kind: ValueKind;
  /** The default in every class. */
  default?: string;
  /** The default in the class nginx only. */
  nginxDefault?: string;
  /** For a class without a rendering, the deploy warns that the property has no effect. */
  nginx?: Rendering;
  traefik?: Rendering;
  gateway?: Rendering;
}

const annotation =
  (name: string): Rendering =>
  (value) => ({ annotations: { [name]: value } });
/** For annotations of times, which are numbers of seconds. */
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
/** For a class with one fixed behaviour: only the value of that behaviour is supported. */
const always =
  (wanted: string): Rendering =>
  (value) =>
    value === wanted ? {} : undefined;

const isOff = (path: string) => path === 'off' || path === '/dev/null';

/** Four properties together define the HSTS header, see `hsts.ts`. */
const byHsts = { nginx: () => ({}), traefik: () => ({}), gateway: () => ({}) };

/** Settings of the nginx on Dokku's host, without effect in a cluster. */
const ofHost = (summary: string): NginxProperty => ({ summary, kind: anyText });

/**
 * The properties of `nginx:set`, and the configuration of each in every ingress class. Lines of snippets follow this
 * order. When two properties set one annotation, the later one wins.
 */
export const nginxProperties = {
  'access-log-format': ofHost('Format of the access log; the ingress controller has its own'),
  'access-log-path': {
    summary: 'Path of the access log, or off (default: the log of the ingress controller)',
    kind: logPath,
    nginx: server('access_log'),
    traefik: (value) => (isOff(value) ? { accessLog: false } : undefined),
  },
  'bind-address-ipv4': ofHost('IPv4 address to listen on'),
  'bind-address-ipv6': ofHost('IPv6 address to listen on'),
  'client-body-timeout': {
    summary: 'Timeout between two reads of a request body',
    kind: time(1),
    nginxDefault: '60s',
    nginx: server('client_body_timeout'),
  },
  'client-header-timeout': {
    summary: 'Timeout for reading the headers of a request',
    kind: time(1),
    nginxDefault: '60s',
    nginx: server('client_header_timeout'),
  },
  'client-max-body-size': {
    summary: 'Maximum size of a request body; a larger request gets 413; 0 for no limit',
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
  'disable-custom-config': ofHost('Ignore the nginx configuration file of the repository'),
  'error-log-path': {
    summary: 'Path of the error log, or off (default: the log of the ingress controller)',
    kind: logPath,
    // nginx would read `off` as the name of a file.
    nginx: (value) => ({ serverLines: [`error_log ${isOff(value) ? '/dev/null' : value};`] }),
  },
  hsts: {
    summary: 'Send the HSTS header when the app has a certificate',
    kind: trueFalse,
    default: 'true',
    ...byHsts,
  },
  'hsts-include-subdomains': {
    summary: 'Apply HSTS to all subdomains',
    kind: trueFalse,
    default: 'true',
    ...byHsts,
  },
  'hsts-max-age': {
    summary: 'HSTS max-age, in seconds',
    kind: number,
    default: '15724800',
    ...byHsts,
  },
  'hsts-preload': {
    summary: 'Allow HSTS preload lists',
    kind: trueFalse,
    default: 'false',
    ...byHsts,
  },
  'keepalive-timeout': {
    summary: 'Timeout of an idle client connection',
    kind: time(0),
    nginxDefault: '75s',
    nginx: server('keepalive_timeout'),
  },
  'lingering-timeout': {
    summary: 'Timeout for data of a client before its connection is closed',
    kind: time(1),
    nginxDefault: '5s',
    nginx: server('lingering_timeout'),
  },
  'nginx-conf-sigil-path': ofHost('Template of the configuration file'),
  'nginx-service-command': ofHost('Command that controls nginx'),
  'proxy-buffering': {
    summary: 'Buffer responses from the app',
    kind: onOff,
    nginxDefault: 'on',
    nginx: annotation('proxy-buffering'),
    traefik: always('off'),
  },
  'proxy-buffers': {
    summary: 'Number and size of the response buffers; proxy-buffer-size overrides the size',
    kind: buffers,
    nginxDefault: '8 4k',
    nginx: (value) => {
      const [amount, each] = value.split(' ');
      return { annotations: { 'proxy-buffers-number': amount!, 'proxy-buffer-size': each! } };
    },
  },
  'proxy-buffer-size': {
    summary: 'Size of the buffer for response headers',
    kind: bufferSize,
    nginxDefault: '4k',
    nginx: annotation('proxy-buffer-size'),
  },
  'proxy-busy-buffers-size': {
    summary: 'Maximum size of the buffers that are being sent to the client',
    kind: bufferSize,
    nginxDefault: '8k',
    nginx: location('proxy_busy_buffers_size'),
  },
  'proxy-connect-timeout': {
    summary: 'Timeout for connecting to the app',
    kind: time(1),
    nginxDefault: '60s',
    nginx: seconds('proxy-connect-timeout'),
    traefik: timeout('dialTimeout'),
  },
  'proxy-keepalive': {
    summary: 'Maximum number of idle connections to each pod',
    kind: number,
    // For Traefik, 0 means the default and -1 means no idle connections.
    traefik: (value) => ({ transport: { maxIdleConnsPerHost: Number(value) || -1 } }),
  },
  'proxy-read-timeout': {
    summary: 'Timeout between two reads from the app; with traefik, until the response begins',
    kind: time(1),
    nginxDefault: '60s',
    nginx: seconds('proxy-read-timeout'),
    traefik: timeout('responseHeaderTimeout'),
  },
  'proxy-send-timeout': {
    summary: 'Timeout between two writes of a request to the app',
    kind: time(1),
    nginxDefault: '60s',
    nginx: seconds('proxy-send-timeout'),
  },
  'send-timeout': {
    summary: 'Timeout between two writes of a response to the client',
    kind: time(1),
    nginxDefault: '60s',
    nginx: server('send_timeout'),
  },
  'underscore-in-headers': {
    summary: 'Pass headers with underscores in their names to the app',
    kind: onOff,
    nginxDefault: 'off',
    nginx: server('underscores_in_headers'),
    traefik: always('on'),
  },
  'x-forwarded-for-value': ofHost('Value of X-Forwarded-For; the ingress controller sets the header'),
  'x-forwarded-port-value': ofHost('Value of X-Forwarded-Port; the ingress controller sets the header'),
  'x-forwarded-proto-value': ofHost('Value of X-Forwarded-Proto; the ingress controller sets the header'),
  'x-forwarded-ssl': {
    summary: 'Value of the request header X-Forwarded-SSL, e.g. on',
    kind: word,
    nginx: location('proxy_set_header X-Forwarded-SSL'),
    traefik: (value) => ({
      middlewares: { 'request-headers': { headers: { customRequestHeaders: { 'X-Forwarded-SSL': value } } } },
    }),
    gateway: (value) => ({ requestHeaders: { 'X-Forwarded-SSL': value } }),
  },
} as const satisfies Record<string, NginxProperty>;
