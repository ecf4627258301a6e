import { containersOf } from '../../kube/containers.ts';
import type { Pod, Terminated } from '../../kube/types.ts';

/** The run of a container before its last restart. */
export interface PreviousRun {
  /** Line above the log of the previous run. */
  header: string;
  /** Line above the log of the current run; undefined while the container waits for its next start. */
  currentHeader: string | undefined;
}

/** Returns the previous run of a container; undefined for a container that was not restarted. */
export function previousRun(pod: Pod, container: string): PreviousRun | undefined {
  const { state, lastState } = containersOf(pod).find(({ name }) => name === container)?.status ?? {};
  const ended = lastState?.terminated;
  if (!ended) return undefined;
  const started = state?.running?.startedAt ?? state?.terminated?.startedAt;
  return {
    header: `=====> Log of the previous container, which ${describeEnd(ended)}`,
    // Kubernetes gives the log of the previous container for a container that waits.
    currentHeader: state?.waiting
      ? undefined
      : `=====> Log of the current container${started ? `, started at ${started}` : ''}`,
  };
}

function describeEnd({ exitCode, reason, finishedAt }: Terminated): string {
  // Kubernetes has the reason Error for every exit status but 0.
  const why = reason && reason !== 'Error' && reason !== 'Completed' ? ` (${reason})` : '';
  return `exited with status ${exitCode}${why}${finishedAt ? ` at ${finishedAt}` : ''}`;
}
