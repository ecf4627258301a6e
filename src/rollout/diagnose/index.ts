import { isReady, newPods, type PodFacts, podFacts, type Snapshot, type Target } from '../watch/snapshot.ts';
import { failedCommand } from './command.ts';
import { completed } from './completed.ts';
import { crash } from './crash.ts';
import type { Diagnosis, Reason } from './diagnosis.ts';
import { evicted } from './evicted.ts';
import { imagePull } from './image-pull.ts';
import { missingConfig } from './missing-config.ts';
import { outOfMemory } from './out-of-memory.ts';
import { probe } from './probe.ts';
import { diagnoseRefusedPods } from './refused-pods.ts';
import { rootUser } from './root-user.ts';
import { unschedulable } from './unschedulable.ts';
import { volume } from './volume.ts';

/** Reasons why the command of a pod does not start; the same for services and tasks. */
const beforeStart: Reason[] = [imagePull, rootUser, missingConfig, failedCommand, unschedulable, volume];

/**
 * Reasons why a running pod does not become or stay ready. A cause precedes its effect: a failed check also kills the
 * process.
 */
const afterStart: Reason[] = [evicted, outOfMemory, probe, completed, crash];

/** Returns the diagnosis of each process that can no longer be rolled out, in the order of the targets. */
export function diagnoseRollout(targets: Target[], snapshot: Snapshot): Diagnosis[] {
  return targets.flatMap(({ name, process }) => {
    const deployment = snapshot.deployments.find(({ metadata }) => metadata.name === name);
    if (!deployment) return [];
    const pods = newPods(deployment, snapshot).filter((pod) => !isReady(pod));
    const diagnoses = pods.map((pod) => diagnosePod(podFacts(pod, process, snapshot)));
    return (
      diagnoses.find((diagnosis) => diagnosis !== undefined) ??
      diagnoseRefusedPods(deployment, process, snapshot) ??
      []
    );
  });
}

function diagnosePod(facts: PodFacts): Diagnosis | undefined {
  return diagnoseStart(facts) ?? firstReason(afterStart, facts);
}

/** Returns why the command of a pod cannot start. The exit of a started command does not matter. */
export function diagnoseStart(facts: PodFacts): Diagnosis | undefined {
  return firstReason(beforeStart, facts);
}

function firstReason(reasons: Reason[], facts: PodFacts): Diagnosis | undefined {
  for (const reason of reasons) {
    const diagnosis = reason(facts);
    if (diagnosis) return diagnosis;
  }
  return undefined;
}
