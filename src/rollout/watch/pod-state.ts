import { conditionOf } from '../../kube/conditions.ts';
import { lastEvent } from '../diagnose/diagnosis.ts';
import { lastProbeResult } from '../diagnose/probe.ts';
import { isReady, type PodFacts } from './snapshot.ts';

/** Whether the node is pulling an image for the pod. */
export function isPulling(facts: PodFacts): boolean {
  const waiting = facts.containers.some(
    ({ status }) =>
      status?.state?.waiting?.reason === 'ContainerCreating' ||
      status?.state?.waiting?.reason === 'PodInitializing',
  );
  const about = facts.events.findLast(({ reason }) =>
    ['Pulling', 'Pulled', 'Failed', 'BackOff'].includes(reason ?? ''),
  );
  return waiting && about?.reason === 'Pulling';
}

/** Describes the state of a pod in a few words. */
export function stateOf(facts: PodFacts): string {
  const { pod, containers, events } = facts;
  if (isReady(pod)) return 'ready';
  const scheduled = conditionOf(pod.status?.conditions, 'PodScheduled');
  if (scheduled?.status === 'False')
    return `waiting for a node: ${scheduled.message ?? scheduled.reason ?? ''}`;
  if (isPulling(facts)) return 'pulling its image';
  const waiting = containers.find(({ status }) => status?.state?.waiting?.reason)?.status?.state?.waiting;
  const warning = events.findLast(({ type }) => type === 'Warning');
  if (waiting) return warning ? `${waiting.reason}: ${warning.message}` : waiting.reason!;
  const startup =
    containers.some(({ status }) => status?.started === false) && lastProbeResult(facts, 'startup');
  if (startup) return `running, its startup check does not pass yet${startup}`;
  const readiness = lastEvent(events, 'Unhealthy', /^Readiness/) && lastProbeResult(facts, 'readiness');
  if (readiness) return `running, its readiness check does not pass yet${readiness}`;
  return pod.status?.phase === 'Running' ? 'running, not ready yet' : 'starting';
}
