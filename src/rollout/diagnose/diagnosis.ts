import { annotation } from '../../core/labels.ts';
import type { PodContainer } from '../../kube/containers.ts';
import { timeOf } from '../../kube/events.ts';
import type { KubeEvent } from '../../kube/types.ts';
import { ageOf, type PodFacts } from '../watch/snapshot.ts';

/** Reason why a rollout or a task can no longer succeed. */
export interface Diagnosis {
  /** `rollout.<reason>` */
  code: string;
  process: string;
  pod?: string;
  /** Container whose last log lines explain the failure; absent when the container never ran. */
  container?: string;
  /** One line that names the process, the reason and the pod. */
  message: string;
  details?: string[];
  /** Remedy, with a full command. */
  hint: string | string[];
  /** Exit status that a shell would return; only for a command that cannot be started. */
  exitStatus?: number;
}

/** Checks one pod for one reason that permanently keeps the pod from running. Pure function. */
export type Reason = (facts: PodFacts) => Diagnosis | undefined;

/** `web`, `init container migrate of web`, `container proxy of web` */
export function subject(facts: PodFacts, container: PodContainer): string {
  if (container.init) return `init container ${container.name} of ${facts.process}`;
  const own = facts.pod.metadata.annotations?.[annotation.defaultContainer];
  const alone = facts.containers.filter(({ init }) => !init).length === 1;
  return alone || own === container.name ? facts.process : `container ${container.name} of ${facts.process}`;
}

/** ` (pod demo-web-5d9c-x2x4l)`: the end of each message. */
export function inPod(facts: PodFacts): string {
  return `(pod ${facts.pod.metadata.name})`;
}

/** Returns the last event with this reason whose message matches. */
export function lastEvent(events: KubeEvent[], reason: string, message = /(?:)/): KubeEvent | undefined {
  return events.findLast((event) => event.reason === reason && message.test(event.message ?? ''));
}

/** Milliseconds since the event was last seen. */
export function eventAge(event: KubeEvent, now: number): number {
  return ageOf(timeOf(event), now);
}

/** Milliseconds since the kubelet accepted the pod; before that, since the creation of the pod. */
export function podAge(facts: PodFacts): number {
  return ageOf(facts.pod.status?.startTime ?? facts.pod.metadata.creationTimestamp, facts.now);
}

/** Returns the first diagnosis that `ask` finds for a container of the pod. */
export function firstOf(
  facts: PodFacts,
  ask: (container: PodContainer) => Diagnosis | undefined,
): Diagnosis | undefined {
  for (const container of facts.containers) {
    const diagnosis = ask(container);
    if (diagnosis) return diagnosis;
  }
  return undefined;
}
