import { Failure } from '../../core/failure.ts';

export type RegistryProblem = 'not-found' | 'unauthorized' | 'unreachable' | 'rate-limited' | 'refused';

/** A registry that did not give what was asked, with what was asked for and the next step. */
export function registryFailure(
  problem: RegistryProblem,
  { host, what, detail, cause }: { host: string; what: string; detail?: string; cause?: unknown },
): Failure {
  return new Failure(sentences[problem](host, what), {
    code: `registry.${problem}`,
    details: detail ? [detail] : [],
    hint: hints[problem](host),
    cause,
  });
}

const sentences: Record<RegistryProblem, (host: string, what: string) => string> = {
  'not-found': (host, what) => `${what} does not exist in the registry ${host}`,
  unauthorized: (host, what) => `The registry ${host} refuses access to ${what}`,
  unreachable: (host) => `The registry ${host} cannot be reached`,
  'rate-limited': (host) => `The registry ${host} has had too many requests and asks to wait`,
  refused: (host, what) => `The registry ${host} could not answer for ${what}`,
};

const hints: Record<RegistryProblem, (host: string) => string[]> = {
  'not-found': () => ['Check the name and the tag; a private image also looks like this without a login'],
  unauthorized: (host) => [
    `Log in with: dokku registry:login <app> ${host} <user>, or for all apps: dokku registry:login --global ${host} <user>`,
  ],
  unreachable: (host) => [
    'Check that the registry runs and that its address is right: dokku registry:report',
    `A registry without TLS is named with its scheme: dokku registry:set --global server http://${host}`,
  ],
  'rate-limited': (host) => [
    `Log in to raise the limit: dokku registry:login --global ${host} <user>, or try again later`,
  ],
  refused: () => ['Look at the log of the registry, then try again'],
};
