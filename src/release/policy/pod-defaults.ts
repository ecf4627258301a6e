import type { Manifest } from '../../kube/types.ts';
import { type Fields, isSet, mapOf } from './fields.ts';

/** The path of the pod spec in the kinds of Kubernetes and KEDA that run pods. */
const podSpecs: Record<string, string[]> = {
  CronJob: ['spec', 'jobTemplate', 'spec', 'template', 'spec'],
  DaemonSet: ['spec', 'template', 'spec'],
  Deployment: ['spec', 'template', 'spec'],
  Job: ['spec', 'template', 'spec'],
  Pod: ['spec'],
  PodTemplate: ['template', 'spec'],
  ReplicaSet: ['spec', 'template', 'spec'],
  ReplicationController: ['spec', 'template', 'spec'],
  ScaledJob: ['spec', 'jobTargetRef', 'template', 'spec'],
  StatefulSet: ['spec', 'template', 'spec'],
};

const groups = ['apps', 'batch', 'keda.sh'];

/**
 * Writes what the chart writes for its own pods into the pods and ServiceAccounts of a Kustomize folder, where they
 * leave it out: no token of the API server (unless `token`), no addresses of other Services in the environment, and the
 * seccomp profile of the container runtime. Returns the object itself when it has all of this.
 */
export function withPodDefaults(object: Manifest, { token }: { token: boolean }): Manifest {
  const { apiVersion, kind } = object;
  const group = apiVersion.includes('/') ? apiVersion.split('/')[0]! : '';
  if (group !== '' && !groups.includes(group)) return object;
  if (kind === 'ServiceAccount')
    return group === '' && !token ? withMissing(object, { automountServiceAccountToken: false }) : object;
  const path = Object.hasOwn(podSpecs, kind) ? podSpecs[kind]! : undefined;
  return path ? changeAt(object, path, (spec) => podDefaults(spec, token)) : object;
}

function podDefaults(spec: Fields, token: boolean): Fields {
  const security = isSet(spec.securityContext) ? spec.securityContext : {};
  const isMap = typeof security === 'object' && !Array.isArray(security);
  // The API server refuses the profile in pods of Windows.
  const hasProfile = isMap && mapOf(spec.os).name !== 'windows';
  const securityContext =
    hasProfile && withMissing(mapOf(security), { seccompProfile: { type: 'RuntimeDefault' } });
  return withMissing(
    securityContext && securityContext !== spec.securityContext ? { ...spec, securityContext } : spec,
    { ...(!token && { automountServiceAccountToken: false }), enableServiceLinks: false },
  );
}

/** Kubernetes reads null like a missing field. */
function withMissing<T extends object>(fields: T, defaults: Fields): T {
  const missing = Object.entries(defaults).filter(([key]) => !isSet((fields as Fields)[key]));
  return missing.length === 0 ? fields : { ...fields, ...Object.fromEntries(missing) };
}

/** Returns `fields` itself when there is no map at the path, or when the map stays the same. */
function changeAt<T extends object>(fields: T, path: string[], change: (map: Fields) => Fields): T {
  const [key, ...rest] = path as [string, ...string[]];
  const before = (fields as Fields)[key];
  if (typeof before !== 'object' || before === null || Array.isArray(before)) return fields;
  const map = before as Fields;
  const after = rest.length === 0 ? change(map) : changeAt(map, rest, change);
  return after === map ? fields : { ...fields, [key]: after };
}
