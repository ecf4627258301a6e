/** The configuration of the ingress class for the nginx properties of an app. */
export interface Tuning {
  /** Annotations of ingress-nginx, without their prefix. */
  annotations: Record<string, string>;
  /** Directives in nginx's `server` and `location` blocks of a domain. */
  serverLines: string[];
  locationLines: string[];
  /** Specs of Traefik's Middlewares, by the suffix of their names. */
  middlewares: Record<string, object>;
  /** Spec of Traefik's ServersTransport. */
  transport: { forwardingTimeouts?: Record<string, string>; maxIdleConnsPerHost?: number };
  /** `false` excludes the requests from Traefik's access log. */
  accessLog: boolean | undefined;
  /** Headers that the routes of a Gateway add to every request. */
  requestHeaders: Record<string, string>;
}

/** Merges all parts; where two parts set the same key, the later one wins. */
export function merge(parts: readonly Partial<Tuning>[]): Tuning {
  const all = <T>(pick: (part: Partial<Tuning>) => T | undefined): T[] =>
    parts.map(pick).filter((each) => each !== undefined);
  const transports = all(({ transport }) => transport);
  const timeouts = transports.map(({ forwardingTimeouts }) => forwardingTimeouts ?? {});
  return {
    annotations: Object.assign({}, ...all(({ annotations }) => annotations)),
    serverLines: all(({ serverLines }) => serverLines).flat(),
    locationLines: all(({ locationLines }) => locationLines).flat(),
    middlewares: Object.assign({}, ...all(({ middlewares }) => middlewares)),
    transport: {
      ...Object.assign({}, ...transports),
      ...(timeouts.some((each) => Object.keys(each).length > 0) && {
        forwardingTimeouts: Object.assign({}, ...timeouts),
      }),
    },
    accessLog: all(({ accessLog }) => accessLog).at(-1),
    requestHeaders: Object.assign({}, ...all(({ requestHeaders }) => requestHeaders)),
  };
}
