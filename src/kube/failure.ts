import { Failure, type FailureOptions, messageOf } from '../core/failure.ts';

/** The `Status` object that the API server answers with instead of what was asked for. */
export interface Status {
  status?: 'Success' | 'Failure';
  code?: number;
  reason?: string;
  message?: string;
  details?: { causes?: { reason?: string; message?: string; field?: string }[]; retryAfterSeconds?: number };
}

/** A request that the API server refused or that never reached it. `status` is the HTTP status, 0 when there was no answer. */
export class KubeFailure extends Failure {
  readonly status: number;
  /** The server's own words, or those of the connection. */
  readonly answer: string;

  constructor(message: string, status: number, answer: string, options: FailureOptions) {
    super(message, options);
    this.name = 'KubeFailure';
    this.status = status;
    this.answer = answer;
  }
}

export function isNotFound(error: unknown): boolean {
  return error instanceof KubeFailure && error.status === 404;
}

export function isConflict(error: unknown): boolean {
  return error instanceof KubeFailure && error.status === 409;
}

/** Whether asking again may help: no answer, an overloaded or a restarting server. */
export function isTransient(error: unknown): boolean {
  return error instanceof KubeFailure && (error.status === 0 || error.status === 429 || error.status >= 500);
}

const settings = 'dokku scheduler-k3s:set --global kubeconfig-path <path>';

/** `what` is the request in a person's words, e.g. `apply Deployment demo-web in namespace default`. */
export function refusal(what: string, server: string, httpStatus: number, body: Status): KubeFailure {
  const text = body.message ?? `HTTP status ${httpStatus}`;
  const details = causes(body);
  if (httpStatus === 401) {
    return new KubeFailure(`The cluster at ${server} does not accept our credentials (${what})`, 401, text, {
      code: 'kube.unauthorized',
      hint: `Check the user in the kubeconfig, or name another file with: ${settings}`,
    });
  }
  if (httpStatus === 403 && /exceeded quota|must specify (limits|requests)/.test(text)) {
    return new KubeFailure(`A quota of the cluster does not allow to ${what}: ${text}`, 403, text, {
      code: 'kube.quota',
      details,
      hint: 'Scale down, or lower the reservations with: dokku resource:reserve <app> --cpu <amount> --memory <amount> · or ask for a larger quota',
    });
  }
  if (httpStatus === 403 && /cannot .* resource/.test(text)) {
    return new KubeFailure(`The cluster at ${server} does not allow us to ${what}: ${text}`, 403, text, {
      code: 'kube.forbidden',
      hint: 'Give the user of the kubeconfig a role that allows it (kubectl create clusterrolebinding)',
    });
  }
  const codes: Record<number, string> = {
    403: 'kube.admission',
    404: 'kube.missing',
    409: 'kube.conflict',
    410: 'kube.gone',
    422: 'kube.invalid',
    429: 'kube.throttled',
  };
  return new KubeFailure(`Could not ${what}: ${text}`, httpStatus, text, {
    code: codes[httpStatus] ?? (httpStatus >= 500 ? 'kube.unavailable' : 'kube.refused'),
    details,
  });
}

/** No answer at all; `error` is what the socket said. */
export function unreachable(what: string, server: string, error: NodeJS.ErrnoException): KubeFailure {
  const said = socketReason(error);
  const certificate = /CERT|SELF_SIGNED|UNABLE_TO_VERIFY|ERR_TLS/.test(error.code ?? '');
  return new KubeFailure(
    certificate
      ? `The certificate of the cluster at ${server} is not trusted: ${said}`
      : `The cluster at ${server} could not be reached (${what}): ${said}`,
    0,
    said,
    {
      code: certificate ? 'kube.certificate' : 'kube.unreachable',
      hint: certificate
        ? `Check certificate-authority-data in the kubeconfig, or name another file with: ${settings}`
        : `Check that the API server runs and that the address is right, or name another kubeconfig with: ${settings}`,
      cause: error,
    },
  );
}

/** The kubeconfig's own way to credentials, such as the command of a cloud, did not give any. */
export function loginFailed(server: string, command: string | undefined, error: unknown): Failure {
  const missing = command !== undefined && (error as NodeJS.ErrnoException).code === 'ENOENT';
  const said = missing
    ? `${command}, which the kubeconfig names, is not installed on this server`
    : loginError(error);
  const [first = '', ...more] = said.trim().split('\n');
  return new Failure(`Could not log in to the cluster at ${server}: ${first}`, {
    code: 'kube.login',
    details: more.slice(0, 5),
    hint: missing
      ? `Install ${command} for the user that the server runs as, or name another kubeconfig with: ${settings}`
      : `See whether kubectl can use the kubeconfig as the user that the server runs as, or name another with: ${settings}`,
    cause: error,
  });
}

function loginError(error: unknown): string {
  // The message of a SyntaxError quotes what was printed, which may be the credentials.
  if (error instanceof SyntaxError) return 'what was given as credentials is not JSON';
  return messageOf(error) || 'no reason was given';
}

function causes(body: Status): string[] {
  const list = body.details?.causes ?? [];
  // A single cause is the message again.
  return list.length < 2 ? [] : list.map(({ field, message }) => [field, message].filter(Boolean).join(': '));
}

function socketReason(error: NodeJS.ErrnoException): string {
  // Happy-eyeballs wraps one error per address and leaves the message empty.
  const inner = (error as unknown as AggregateError).errors?.[0] as Error | undefined;
  return error.message || inner?.message || error.code || 'no answer';
}
