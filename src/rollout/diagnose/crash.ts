import { constants } from 'node:os';
import type { PodContainer } from '../../kube/containers.ts';
import type { Terminated } from '../../kube/types.ts';
import { ageOf } from '../watch/snapshot.ts';
import { firstOf, inPod, type Reason, subject } from './diagnosis.ts';

/**
 * The process fails each time it is started. Reported at the second failure, or when the kubelet delays the restarts.
 */
export const crash: Reason = (facts) =>
  firstOf(facts, (container) => {
    const ended = repeatedTermination(container, facts.now);
    if (!ended || ended.exitCode === 0) return undefined;
    return {
      code: container.init ? 'rollout.init-failed' : 'rollout.crash',
      process: facts.process,
      pod: facts.pod.metadata.name,
      container: container.name,
      message: `${subject(facts, container)} exited with status ${ended.exitCode}${explain(ended.exitCode)} each time it was started ${inPod(facts)}`,
      details: ended.message ? [ended.message.trim()] : [],
      hint: [
        container.init
          ? `Correct init container ${container.name}, and deploy again`
          : `Correct the error and push again. To change a setting: dokku config:set ${facts.app} KEY=value`,
        `If it needs more attempts, allow more restarts: dokku scheduler-k3s:set ${facts.app} max-restarts 5`,
      ],
    };
  });

/** Grace period in milliseconds: the event of a failed check may arrive later than the exit that the check caused. */
const graceMs = 3000;

/**
 * Returns the last termination of a container that terminated repeatedly; undefined while the container may still
 * start.
 */
export function repeatedTermination(container: PodContainer, now: number): Terminated | undefined {
  const { spec } = container;
  const { state, lastState, restartCount = 0 } = container.status ?? {};
  const slowed = state?.waiting?.reason === 'CrashLoopBackOff';
  const ended = slowed ? lastState?.terminated : restartCount > 0 ? state?.terminated : undefined;
  const checked = spec?.livenessProbe || spec?.startupProbe;
  return ended && checked && ageOf(ended.finishedAt, now) < graceMs ? undefined : ended;
}

/** Explains the exit status of a shell or a signal in words; empty for any other status. */
function explain(status: number): string {
  if (status === 126) return ' (the command is not executable)';
  if (status === 127) return ' (the command was not found)';
  const signal = Object.entries(constants.signals).find(([, number]) => number === status - 128);
  return signal ? ` (${signal[0]})` : '';
}
