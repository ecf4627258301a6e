import { isSet } from './fields.ts';
import type { PodTemplate } from './pod-templates.ts';
import type { Violation } from './violation.ts';

/** Returns where pods ask for a priority of Kubernetes itself: they would evict the pods of all apps. */
export function priorityViolations({ path, spec }: PodTemplate): Violation[] {
  const { priorityClassName: name } = spec;
  if (!isSet(name) || !String(name).startsWith('system-')) return [];
  return [
    {
      path: `${path}.priorityClassName`,
      what: `${name} evicts the pods of other apps`,
      need: { property: 'kustomize-cluster-scope', value: 'true' },
    },
  ];
}
