import { inPod, type Reason } from './diagnosis.ts';

/** The node evicted the pod, because the pod or the node ran out of disk space or memory. */
export const evicted: Reason = (facts) => {
  const { phase, reason, message = '' } = facts.pod.status ?? {};
  if (phase !== 'Failed' || reason !== 'Evicted') return undefined;
  const disk = /ephemeral|disk|emptyDir|storage/i.test(message);
  return {
    code: 'rollout.evicted',
    process: facts.process,
    pod: facts.pod.metadata.name,
    message: `${facts.process} was evicted because ${disk ? 'disk space' : 'memory'} ran out ${inPod(facts)}`,
    details: [message.trim()],
    hint: disk
      ? `Keep less in the container's own file system, or mount storage: dokku storage:mount ${facts.app} <entry> --container-dir <path>`
      : `Reserve enough memory with: dokku resource:reserve --memory <amount> --process-type ${facts.process} ${facts.app}`,
  };
};
