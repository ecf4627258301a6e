import { firstOf, inPod, type Reason, subject } from './diagnosis.ts';

/** The kernel killed the process because of its memory use. One kill is enough: the next run needs as much memory. */
export const outOfMemory: Reason = (facts) =>
  firstOf(facts, (container) => {
    const { state, lastState } = container.status ?? {};
    const killed = [state?.terminated, lastState?.terminated].find((ended) => ended?.reason === 'OOMKilled');
    if (!killed) return undefined;
    const limit = container.spec?.resources?.limits?.memory;
    return {
      code: 'rollout.out-of-memory',
      process: facts.process,
      pod: facts.pod.metadata.name,
      container: container.name,
      message: limit
        ? `${subject(facts, container)} was killed because it needs more memory than its limit of ${limit} ${inPod(facts)}`
        : `${subject(facts, container)} was killed because its node ran out of memory ${inPod(facts)}`,
      hint: limit
        ? `Raise the limit with: dokku resource:limit --memory <amount> --process-type ${facts.process} ${facts.app}`
        : `Reserve enough memory with: dokku resource:reserve --memory <amount> --process-type ${facts.process} ${facts.app}`,
    };
  });
