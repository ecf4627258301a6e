import { Failure } from '../../core/failure.ts';

export type RegistryProblem = 'not-found' | 'unauthorized' | 'unreachable' | 'rate-limited' | 'refused';

/** The Failure for a refused or failed request to a registry. `what` is the thing that was requested. */
export function registryFailure(
  problem: RegistryProblem,
  { host, what, detail, cause }: { host: string; what: string; detail?: string; cause?: unknown },
): Failure {
  return new Failure(sentences[problem](host, what), {
    code: codes[problem],
    details: detail ? [detail] : [],
    hint: hints[problem](host),
    cause,
  });
}

const codes: Record<RegistryProblem, string> = {
  'not-found': 'registry.not-found',
  unauthorized: 'registry.unauthorized',
  unreachable: 'registry.unreachable',
  'rate-limited': 'registry.rate-limited',
  refused: 'registry.refused',
};

const sentences: Record<RegistryProblem, (host: string, what: string) => string> = {
  'not-found': (host, what) => `${what} does not exist in registry ${host}`,
  unauthorized: (host, what) => `Registry ${host} denied access to ${what}`,
  unreachable: (host) => `Could not reach registry ${host}`,
  'rate-limited': (host, what) => `Registry ${host} refused ${what}: too many requests`,
  refused: (host, what) => `Registry ${host} failed to answer the request for ${what}`,
};

const hints: Record<RegistryProblem, (host: string) => string[]> = {
  'not-found': () => ['Check the name and the tag. A private image also looks missing without a login'],
  unauthorized: (host) => [
    `Log in: dokku registry:login --password-stdin <app> ${host} <user> · for all apps: dokku registry:login --password-stdin --global ${host} <user>`,
  ],
  unreachable: (host) => [
    'Check that the registry runs, and check its address: dokku registry:report',
    `For a registry without TLS, set its address with http://: dokku registry:set --global server http://${host}`,
  ],
  'rate-limited': (host) => [
    `Try again later, or log in for a higher limit: dokku registry:login --password-stdin --global ${host} <user>`,
  ],
  refused: () => ['Check the log of the registry, then try again'],
};
