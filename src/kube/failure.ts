import { Failure, type FailureOptions, messageOf } from '../core/failure.ts';

/** The `Status` object that the API server sends when it refuses a request. */
export interface Status {
  status?: 'Success' | 'Failure';
  code?: number;
  reason?: string;
  message?: string;
  details?: { causes?: { reason?: string; message?: string; field?: string }[]; retryAfterSeconds?: number };
}

/** A request that the API server refused or never received. `status` is the HTTP status, 0 without an answer. */
export class KubeFailure extends Failure {
  readonly status: number;
  /** The words of the server, or of the connection. */
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

/** Whether another attempt may succeed: no answer, or a server that is overloaded or restarting. */
export function isTransient(error: unknown): boolean {
  return error instanceof KubeFailure && (error.status === 0 || error.status === 429 || error.status >= 500);
}

const settings = 'dokku scheduler-k3s:set --global kubeconfig-path <path>';

/** `what` names the request for a person, such as `apply Deployment demo-web in namespace default`. */
export function refusal(what: string, server: string, httpStatus: number, body: Status): KubeFailure {
  const text = body.message ?? `HTTP status ${httpStatus}`;
  const details = causes(body);
  if (httpStatus === 401) {
    return new KubeFailure(
      `The cluster at ${server} does not accept the credentials of the kubeconfig (${what})`,
      401,
      text,
      {
        code: 'kube.unauthorized',
        hint: `Check the user in the kubeconfig, or name another file with: ${settings}`,
      },
    );
  }
  if (httpStatus === 403 && /exceeded quota|must specify (limits|requests)/.test(text)) {
    return new KubeFailure(`A cluster quota prevents this request (${what}): ${text}`, 403, text, {
      code: 'kube.quota',
      details,
      hint: 'Scale down, or lower the reservations with: dokku resource:reserve <app> --cpu <amount> --memory <amount> · or ask for a larger quota',
    });
  }
  if (httpStatus === 403 && /cannot .* resource/.test(text)) {
    return new KubeFailure(`The user of the kubeconfig for ${server} may not ${what}: ${text}`, 403, text, {
      code: 'kube.forbidden',
      hint: 'Grant that user a role with this permission: kubectl create clusterrolebinding <name> --clusterrole=<role> --user=<user>',
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

/** For a request without any answer; `error` is the error of the socket. */
export function unreachable(what: string, server: string, error: NodeJS.ErrnoException): KubeFailure {
  const said = socketReason(error);
  const certificate = /CERT|SELF_SIGNED|UNABLE_TO_VERIFY|ERR_TLS/.test(error.code ?? '');
  return new KubeFailure(
    certificate
      ? `The certificate of the cluster at ${server} is not trusted: ${said}`
      : `Could not reach the cluster at ${server} (${what}): ${said}`,
    0,
    said,
    {
      code: certificate ? 'kube.certificate' : 'kube.unreachable',
      hint: certificate
        ? `Check certificate-authority-data in the kubeconfig, or name another file with: ${settings}`
        : `Check that the API server runs and that the address is correct, or name another kubeconfig with: ${settings}`,
      cause: error,
    },
  );
}

/** For a kubeconfig whose way to credentials, such as the command of a cloud, failed. */
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
      ? `Install ${command} for the user that runs the server, or name another kubeconfig with: ${settings}`
      : `As the user that runs the server, try: kubectl get namespaces · or name another kubeconfig with: ${settings}`,
    cause: error,
  });
}

function loginError(error: unknown): string {
  // The message of a SyntaxError quotes its input, which may be the credentials.
  if (error instanceof SyntaxError) return 'the credentials are not valid JSON';
  return messageOf(error) || 'no reason given';
}

function causes(body: Status): string[] {
  const list = body.details?.causes ?? [];
  // A single cause repeats the message.
  return list.length < 2 ? [] : list.map(({ field, message }) => [field, message].filter(Boolean).join(': '));
}

function socketReason(error: NodeJS.ErrnoException): string {
  // With several addresses, Node wraps one error for each and leaves the message empty.
  const inner = (error as unknown as AggregateError).errors?.[0] as Error | undefined;
  return error.message || inner?.message || error.code || 'no answer';
}
