import { conditionOf } from '../../kube/conditions.ts';
import type { Condition, Node } from '../../kube/types.ts';

export interface NodeHealth {
  ready: boolean;
  /** Whether an administrator keeps new pods away: `kubectl cordon`. */
  cordoned: boolean;
  /** Types of the conditions by which the node reports a shortage: `DiskPressure`. */
  pressure: string[];
  /** Why the node is not ready, or why no pods are scheduled there; empty for a healthy node. */
  reasons: string[];
}

/** Reads the health of a node from its conditions. */
export function nodeHealth({ spec, status }: Node): NodeHealth {
  const ready = conditionOf(status?.conditions, 'Ready');
  const isReady = ready?.status === 'True';
  const shortages = (status?.conditions ?? []).filter(
    ({ type, status }) => status === 'True' && (type.endsWith('Pressure') || type === 'NetworkUnavailable'),
  );
  const cordoned = spec.unschedulable === true;
  return {
    ready: isReady,
    cordoned,
    pressure: shortages.map(({ type }) => type),
    reasons: [
      ...(isReady ? [] : [ready ? describe(ready, 'NotReady') : 'the kubelet has not reported yet']),
      ...shortages.map((shortage) => describe(shortage, shortage.type)),
      ...(cordoned ? ['cordoned'] : []),
    ],
  };
}

/** `NodeStatusUnknown: Kubelet stopped posting node status.` */
function describe({ reason, message }: Condition, type: string): string {
  const name = reason?.toLowerCase().includes('pressure') ? type : (reason ?? type);
  return [name, message?.trim().replace(/\s+/g, ' ')].filter(Boolean).join(': ');
}
