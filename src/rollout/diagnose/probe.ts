import { conditionOf } from '../../kube/conditions.ts';
import type { PodContainer } from '../../kube/containers.ts';
import type { Probe } from '../../kube/types.ts';
import { ageOf, type PodFacts } from '../watch/snapshot.ts';
import { repeatedTermination } from './crash.ts';
import { type Diagnosis, firstOf, inPod, lastEvent, type Reason, subject } from './diagnosis.ts';

/** Minimum milliseconds for a process that never answers, as on platforms that wait for a bound port. */
const minStartMs = 60_000;

/**
 * A health check does not pass. A failed startup or liveness check is decided by the cluster: the kubelet kills the
 * container. A failed readiness check only stops traffic, so a slow process looks like a broken process. The time limit
 * therefore covers all attempts of the check. The limit is doubled when the process does not answer at all, because the
 * process may be starting.
 */
export const probe: Reason = (facts) =>
  firstOf(facts, (container) => diagnoseKilled(facts, container) ?? diagnoseUnready(facts, container));

function diagnoseKilled(facts: PodFacts, container: PodContainer): Diagnosis | undefined {
  const verdict = lastEvent(facts.events, 'Killing', /failed (startup|liveness) probe/);
  const about = verdict?.message?.match(/[Cc]ontainer "?([^"\s]+)"? failed (startup|liveness) probe/);
  if (about?.[1] === container.name) {
    const check = about[2] as 'startup' | 'liveness';
    return diagnosis(
      facts,
      container,
      check,
      `did not pass its ${check} check and was killed${lastProbeResult(facts, check)}`,
    );
  }
  // Nodes limit their number of events. An exit by an external signal, even without an event, counts as a failed check.
  const ended = repeatedTermination(container, facts.now);
  const check = container.spec?.startupProbe
    ? 'startup'
    : container.spec?.livenessProbe
      ? 'liveness'
      : undefined;
  if (!check || (ended?.exitCode !== 137 && ended?.exitCode !== 143)) return undefined;
  return diagnosis(
    facts,
    container,
    check,
    `was killed, most likely because it did not pass its ${check} check`,
  );
}

function diagnoseUnready(facts: PodFacts, container: PodContainer): Diagnosis | undefined {
  const check = container.spec?.readinessProbe;
  const { state, ready, started } = container.status ?? {};
  if (!check || container.init || ready || !state?.running || started === false) return undefined;
  const condition = conditionOf(facts.pod.status?.conditions, 'Ready');
  // A process that was ready before gets the same time as a process that never was ready.
  const unready = Math.min(
    ageOf(state.running.startedAt, facts.now),
    ageOf(condition?.lastTransitionTime ?? facts.pod.metadata.creationTimestamp, facts.now),
  );
  const said = lastProbeResult(facts, 'readiness');
  const allowed = maxCheckMs(check) + maxCheckMs(container.spec?.startupProbe);
  if (unready < (isLastingHttpError(said) ? allowed : Math.max(2 * allowed, minStartMs))) return undefined;
  const runs = `has been running for ${Math.round(unready / 1000)} s, but`;
  return check.tcpSocket && /connection refused/.test(said)
    ? notListening(facts, container, check.tcpSocket.port, runs)
    : diagnosis(facts, container, 'readiness', `${runs} its readiness check fails${said}`);
}

/** Nothing accepts connections on the port: by far the most frequent mistake of a first deploy. */
function notListening(
  facts: PodFacts,
  container: PodContainer,
  port: number | string,
  runs: string,
): Diagnosis {
  const { app, process } = facts;
  return {
    ...diagnosis(facts, container, 'readiness', `${runs} nothing listens on port ${port}`),
    hint: [
      `Listen on port ${port} ($PORT) on all addresses (0.0.0.0), not only on localhost`,
      ...(process === 'web'
        ? [
            `If the process listens on another port, set that port with: dokku ports:set ${app} http:80:<port>`,
          ]
        : []),
      `If the process does not listen on a port, deploy without checks: dokku checks:skip ${app} ${process}`,
    ],
  };
}

/** Whether a running process answers with a lasting HTTP error. Status 503 means "not yet". */
function isLastingHttpError(message: string): boolean {
  return /statuscode: (?!503)[45]\d\d/.test(message);
}

/** Milliseconds until a check has used up its attempts. */
function maxCheckMs(check: Probe | undefined): number {
  if (!check) return 0;
  const { initialDelaySeconds = 0, periodSeconds = 10, timeoutSeconds = 1, failureThreshold = 3 } = check;
  return (initialDelaySeconds + failureThreshold * Math.max(periodSeconds, timeoutSeconds)) * 1000;
}

/** Returns the result of the last failed check, e.g. `: HTTP probe failed with statuscode: 404`. */
export function lastProbeResult(facts: PodFacts, check: 'startup' | 'liveness' | 'readiness'): string {
  const event = lastEvent(facts.events, 'Unhealthy', new RegExp(`^${check}`, 'i'));
  const text = event?.message
    ?.replace(/^\w+ probe (failed|errored)( and resulted in unknown state)?: /, '')
    .trim();
  return text ? `: ${text.split('\n')[0]}` : '';
}

function diagnosis(facts: PodFacts, container: PodContainer, check: string, text: string): Diagnosis {
  return {
    code: 'rollout.probe',
    process: facts.process,
    pod: facts.pod.metadata.name,
    container: container.name,
    message: `${subject(facts, container)} ${text} ${inPod(facts)}`,
    hint: [
      `Check path, port and command of the ${check} check in app.json (healthchecks.${facts.process})`,
      'To give the process more time to start, raise initialDelay, wait or attempts of the check',
      `Deploy without checks with: dokku checks:skip ${facts.app} ${facts.process}`,
    ],
  };
}
