import type { PodTemplate } from './pod-templates.ts';
import type { Level, Violation } from './violation.ts';

/** Refuses the priority of the cluster's own pods: for such a pod, the scheduler evicts pods of other apps. */
export function priorityViolations({ path, spec }: PodTemplate, level: Level): Violation[] {
  if (level === 'privileged' || !String(spec.priorityClassName ?? '').startsWith('system-')) return [];
  return [
    {
      path: `${path}.priorityClassName`,
      what: 'is a priority of the cluster itself, for which pods of other apps are evicted',
      need: { property: 'pod-security', value: 'privileged' },
    },
  ];
}
