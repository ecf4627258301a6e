/** The levels of Kubernetes' Pod Security Standards, from the strictest one. */
export const levels = ['restricted', 'baseline', 'privileged'] as const;
export type Level = (typeof levels)[number];

/** The Kubernetes version whose rules the levels have, here and in the labels of namespaces. */
export const levelsVersion = 'v1.34';

/**
 * The administrator's property that would allow what a manifest asks for. Values of lists are added to the property. A
 * domain is not a property: an administrator shares it.
 */
export type Need =
  | { property: 'pod-security'; value: Level }
  | { property: 'domain'; value: string }
  | { property: 'kustomize-kinds' | 'shared-objects'; value: string }
  | { property: 'service-account-token' | 'kustomize-cluster-scope'; value: 'true' };

/** A field of an object that the policy of an app does not allow. */
export interface Violation {
  /** `spec.template.spec.hostPID` */
  path: string;
  /** The reason, as the rest of a sentence that begins with the path. */
  what: string;
  /** Undefined when no property allows the field. */
  need?: Need;
}
