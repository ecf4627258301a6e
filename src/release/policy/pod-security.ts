import { baseline } from './baseline.ts';
import { type Fields, itemsOf, mapOf } from './fields.ts';
import type { PodTemplate } from './pod-templates.ts';
import { restricted } from './restricted.ts';
import type { Level, Violation } from './violation.ts';

/** What an administrator has given to a container or its pod by docker options. */
export interface ContainerGrants {
  privileged: boolean;
  capabilities: readonly string[];
  sysctls: readonly string[];
}

export interface ContainerFields {
  path: string;
  container: Fields;
  security: Fields;
  grants: ContainerGrants;
}

export interface PodFields {
  path: string;
  spec: Fields;
  security: Fields;
  annotations: Fields;
  containers: ContainerFields[];
  /** Names of the sysctls that an administrator allowed. */
  sysctls: readonly string[];
}

export type Finding = Omit<Violation, 'need'>;

const none: ContainerGrants = { privileged: false, capabilities: [], sysctls: [] };

/**
 * Returns where a pod exceeds a level of the Pod Security Standards for Kubernetes 1.34. The rules are those of the
 * admission plugin of the API server. A value of the wrong type counts as set: the server refuses the value anyway.
 * `grantsOf` returns what an administrator allowed to a container.
 */
export function podSecurityViolations(
  template: PodTemplate,
  level: Level,
  grantsOf: (container: string) => ContainerGrants | undefined = () => undefined,
): Violation[] {
  if (level === 'privileged') return [];
  const pod = readPod(template, grantsOf);
  const exceedsBaseline = baseline(pod).map(needing('privileged', 'baseline'));
  if (level === 'baseline') return exceedsBaseline;
  const known = new Set(exceedsBaseline.map(({ path }) => path));
  return [
    ...exceedsBaseline,
    ...restricted(pod)
      .filter(({ path }) => !known.has(path))
      .map(needing('baseline', 'restricted')),
  ];
}

function needing(needed: Level, broken: Level): (finding: Finding) => Violation {
  return ({ path, what }) => ({
    path,
    what: `${what} (pod-security ${broken})`,
    need: { property: 'pod-security', value: needed },
  });
}

function readPod(
  { path, spec, annotations }: PodTemplate,
  grantsOf: (container: string) => ContainerGrants | undefined,
): PodFields {
  const containers = ['initContainers', 'containers', 'ephemeralContainers'].flatMap((list) =>
    itemsOf(spec[list], `${path}.${list}`).map(({ path: at, item }) => ({
      path: at,
      container: item,
      security: mapOf(item.securityContext),
      grants: (list === 'containers' && grantsOf(String(item.name))) || none,
    })),
  );
  return {
    path,
    spec,
    annotations,
    security: mapOf(spec.securityContext),
    containers,
    sysctls: containers.flatMap(({ grants }) => grants.sysctls),
  };
}
