import type { PodContainer } from '../../kube/containers.ts';
import type { PodFacts } from '../watch/snapshot.ts';
import {
  type Diagnosis,
  eventAge,
  firstOf,
  inPod,
  lastEvent,
  podAge,
  type Reason,
  subject,
} from './diagnosis.ts';

const failureReasons = new Set([
  'ErrImagePull',
  'ImagePullBackOff',
  'InvalidImageName',
  'ErrImageNeverPull',
  'ImageInspectError',
  'RegistryUnavailable',
  'SignatureValidationFailed',
]);

/** The image cannot be pulled: wrong name, no access, registry down, or any other error of the registry. */
export const imagePull: Reason = (facts) => firstOf(facts, (container) => pullOf(facts, container));

function pullOf(facts: PodFacts, container: PodContainer): Diagnosis | undefined {
  const waiting = container.status?.state?.waiting;
  if (!waiting?.reason || !failureReasons.has(waiting.reason)) return undefined;
  const image = container.spec?.image ?? container.status?.image ?? '';
  const said = [waiting.message, lastEvent(facts.events, 'Failed', /pull/i)?.message].find(
    (text) => text && /: /.test(text),
  );
  const kind = kindOf(said ?? '', waiting.reason);
  if ((kind === 'unreachable' || kind === 'other') && waiting.reason === 'ErrImagePull' && !isLasting(facts))
    return undefined;
  if ((kind === 'denied' || kind === 'missing') && mayLackLogin(facts)) return undefined;
  const { app, process } = facts;
  const who = subject(facts, container);
  const server = registryOf(image);
  const words: Record<typeof kind, Pick<Diagnosis, 'code' | 'message' | 'hint'>> = {
    missing: {
      code: 'rollout.image-missing',
      message: `${who}: the image ${image} does not exist`,
      hint: [
        `Check the name of the image, or build the image again: dokku ps:rebuild ${app}`,
        `Show the registry with: dokku registry:report ${app}`,
      ],
    },
    denied: {
      code: 'rollout.image-denied',
      message: `${who}: registry ${server} denied the cluster access to ${image}`,
      hint: `Log in with: dokku registry:login --password-stdin ${app} ${server} <user>`,
    },
    unreachable: {
      code: 'rollout.image-unreachable',
      message: `${who}: could not reach registry ${server} to pull the image ${image}`,
      hint: `Check that the registry runs and that the nodes reach it, then: dokku ps:rebuild ${app}`,
    },
    certificate: {
      code: 'rollout.image-certificate',
      message: `${who}: the nodes do not trust the registry ${server}, which has the image ${image}`,
      hint: 'Configure the registry in containerd on every node (k3s: registries.yaml), with its certificate authority or as plain HTTP',
    },
    invalid: {
      code: 'rollout.image-invalid',
      message: `${who}: ${image} is not a valid image name`,
      hint: `Check the names with: dokku registry:report ${app}`,
    },
    other: {
      code: 'rollout.image-other',
      message: `${who}: the image ${image} could not be fetched`,
      hint: `Try again with: dokku ps:rebuild ${app}`,
    },
  };
  return {
    code: words[kind].code,
    process,
    pod: facts.pod.metadata.name,
    message: `${words[kind].message} ${inPod(facts)}`,
    details: said ? [innermost(said)] : [],
    hint: words[kind].hint,
  };
}

/**
 * Whether a pull error is lasting. A registry that restarts is back soon. The node itself retries only after ten
 * seconds.
 */
function isLasting(facts: PodFacts): boolean {
  const attempt = lastEvent(facts.events, 'Failed', /pull/i);
  return attempt !== undefined && eventAge(attempt, facts.now) > 5000;
}

/** Milliseconds within which the node makes a second attempt, which comes after ten seconds. */
const secondAttemptMs = 25_000;

/**
 * Whether the kubelet may have asked the registry without the pull secret. The kubelet of a busy node may not have seen
 * the secret yet, and reports that in an event; the next attempt has the secret. Some registries deny that a private
 * image exists. When the secret does not exist, every attempt lacks the secret.
 */
function mayLackLogin(facts: PodFacts): boolean {
  if (podAge(facts) >= secondAttemptMs) return false;
  if (lastEvent(facts.events, 'FailedToRetrieveImagePullSecret')) return true;
  // The kubelet sends its events in order, later than the status: before the event of the pull, the other may follow.
  const hasPullSecrets = (facts.pod.spec.imagePullSecrets ?? []).length > 0;
  return hasPullSecrets && !lastEvent(facts.events, 'Failed', /pull/i);
}

type Kind = 'missing' | 'denied' | 'unreachable' | 'certificate' | 'invalid' | 'other';

/**
 * Returns the kind of a pull error. Docker Hub reports for a private image that the image does not exist "or may
 * require authorization", so the order of the checks matters.
 */
function kindOf(message: string, reason: string): Kind {
  if (reason === 'InvalidImageName' || /invalid reference format|couldn't parse image/i.test(message))
    return 'invalid';
  if (/x509|certificate|server gave HTTP response to HTTPS client/i.test(message)) return 'certificate';
  if (
    /unauthorized|authorization failed|access denied|denied|authentication required|forbidden|\b40[13]\b/i.test(
      message,
    )
  )
    return 'denied';
  if (/not found|manifest unknown|name unknown|does not exist/i.test(message)) return 'missing';
  const network =
    /connection refused|no such host|timeout|timed out|no route|unreachable|reset by peer|\bEOF\b|\b50[0234]\b/i;
  return network.test(message) || reason === 'RegistryUnavailable' ? 'unreachable' : 'other';
}

/**
 * `registry.example.com:5000/team/app:1` → `registry.example.com:5000`; names without a server belong to Docker Hub.
 */
function registryOf(image: string): string {
  const first = image.split('/')[0]!;
  return image.includes('/') && /[.:]|^localhost$/.test(first) ? first : 'docker.io';
}

/**
 * Returns the registry's own message. The kubelet and containerd wrap it several times, each time with the image name.
 */
function innermost(message: string): string {
  return message
    .replace(/^Back-off pulling image "[^"]*": /, '')
    .replace(/^.*failed to [a-z ]+("[^"]*")?: /s, '');
}
