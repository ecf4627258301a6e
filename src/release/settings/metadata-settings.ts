import { isDnsSubdomain } from '../../core/kubernetes-names.ts';
import { isReserved } from '../../core/labels.ts';

/** The resource types of `annotations:set` and `labels:set`. */
export const resourceTypes = [
  'certificate',
  'cronjob',
  'deployment',
  'ingress',
  'job',
  'pod',
  'secret',
  'service',
  'serviceaccount',
  'traefik_ingressroute',
  'traefik_middleware',
] as const;
export type ResourceType = (typeof resourceTypes)[number];

export type MetadataKind = 'annotation' | 'label';

/** One annotation or label that a user set. */
export interface MetadataSetting {
  kind: MetadataKind;
  /** Whether the setting applies to one app or to all apps. */
  scope: 'global' | 'app';
  /** Process type or cron id; undefined for all of them. */
  process: string | undefined;
  type: ResourceType;
  key: string;
  value: string;
}

/** The plugins under which annotations and labels are stored as properties. */
export const metadataPlugins: Record<MetadataKind, string> = {
  annotation: 'scheduler-k3s.annotations',
  label: 'scheduler-k3s.labels',
};

/** Means all processes. A process type cannot have this name. */
const every = '--global';

/** Returns the key of the property. Process types and resource types do not contain dots. */
export function metadataProperty({
  process,
  type,
  key,
}: Pick<MetadataSetting, 'process' | 'type' | 'key'>): string {
  return `${process ?? every}.${type}.${key}`;
}

export function parseMetadataProperty(
  property: string,
): Pick<MetadataSetting, 'process' | 'type' | 'key'> | undefined {
  const match = property.match(/^([^.]+)\.([^.]+)\.(.+)$/);
  const type = resourceTypes.find((known) => known === match?.[2]);
  if (!match || !type) return undefined;
  return { process: match[1] === every ? undefined : match[1], type, key: match[3]! };
}

const namePart = /^[A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?$/;

/** Returns why Kubernetes or dokku rejects a key or value; undefined if both are valid. */
export function metadataProblem({
  kind,
  key,
  value,
}: Pick<MetadataSetting, 'kind' | 'key' | 'value'>): string | undefined {
  const parts = key.split('/');
  const [prefix, name] = parts.length === 2 ? parts : [undefined, key];
  const goodPrefix = prefix === undefined || isDnsSubdomain(prefix);
  if (parts.length > 2 || !namePart.test(name!) || !goodPrefix) {
    return `"${key}" is not a valid key: Kubernetes allows at most 63 letters, digits, "-", "_" and ".", with an optional domain and "/" before them`;
  }
  if (isReserved(kind, key)) return `the ${kind} ${key} is set by dokku itself`;
  if (kind === 'label' && value !== '' && !namePart.test(value)) {
    return `"${value}" is not a valid label value: Kubernetes allows at most 63 letters, digits, "-", "_" and "."`;
  }
  return undefined;
}
