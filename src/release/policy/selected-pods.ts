import { label } from '../../core/labels.ts';
import type { Manifest } from '../../kube/types.ts';
import { type Fields, mapOf } from './fields.ts';
import { type PodTemplate, podTemplates } from './pod-templates.ts';
import type { Violation } from './violation.ts';

const ownKeys: readonly string[] = Object.values(label);

/** Returns the pod templates whose labels Services of others may select: labels besides those of the chart. */
export function labelledTemplates(object: Manifest): PodTemplate[] {
  return podTemplates(object).filter(({ labels }) => Object.keys(labels).some(isOfUser));
}

function isOfUser(key: string): boolean {
  return !ownKeys.includes(key);
}

/** Returns an error for each Service of others that would send requests to the pods of a template. */
export function selectionViolations(
  { path, labels }: PodTemplate,
  services: readonly Manifest[],
  describeOwner: (service: Manifest) => string,
): Violation[] {
  return services
    .filter(({ spec }) => selects(mapOf(mapOf(spec).selector), labels))
    .map((service) => ({
      path: `${path.replace(/spec$/, '')}metadata.labels`,
      what: `are selected by the Service ${service.metadata.name}, ${describeOwner(service)}`,
      need: { property: 'shared-objects', value: `Service/${service.metadata.name}` },
    }));
}

function selects(selector: Fields, labels: Fields): boolean {
  const entries = Object.entries(selector);
  return entries.some(([key]) => isOfUser(key)) && entries.every(([key, value]) => labels[key] === value);
}
