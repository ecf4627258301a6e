import { addedCapabilities, isProfile } from './baseline.ts';
import { type Fields, isSet, itemsOf, mapOf } from './fields.ts';
import type { ContainerFields, Finding, PodFields } from './pod-security.ts';

const volumeSources =
  'configMap csi downwardAPI emptyDir ephemeral image persistentVolumeClaim projected secret'.split(' ');

/** The capabilities that a container may add. */
export const restrictedCapabilities: readonly string[] = ['NET_BIND_SERVICE'];

/** Returns where a pod exceeds the level restricted; what exceeds baseline too may be missing. */
export function restricted(pod: PodFields): Finding[] {
  const { containers, spec } = pod;
  const linux = mapOf(spec.os).name !== 'windows';
  return [
    ...volumes(pod),
    ...rootOfPod(pod),
    ...containers.flatMap((one) => [
      ...rootOfContainer(pod, one),
      ...(linux ? [...escalation(one), ...seccomp(pod, one), ...capabilities(one)] : []),
    ]),
  ];
}

/** Without a source, a volume is an empty folder. */
function volumes({ path, spec }: PodFields): Finding[] {
  return itemsOf(spec.volumes, `${path}.volumes`).flatMap(({ path: at, item }) => {
    const sources = Object.keys(item).filter((key) => key !== 'name' && isSet(item[key]));
    if (sources.length === 0 || sources.some((source) => volumeSources.includes(source))) return [];
    return [{ path: `${at}.${sources[0]}`, what: `is a volume of type ${sources[0]}` }];
  });
}

function rootOfPod({ path, security }: PodFields): Finding[] {
  return [
    ...rootUser(path, security),
    ...(isSet(security.runAsNonRoot) && security.runAsNonRoot !== true
      ? [{ path: `${path}.securityContext.runAsNonRoot`, what: 'must be true' }]
      : []),
  ];
}

function rootOfContainer(pod: PodFields, { path, security }: ContainerFields): Finding[] {
  const own = security.runAsNonRoot;
  const nonRoot = isSet(own) ? own === true : pod.security.runAsNonRoot === true;
  return [
    ...rootUser(path, security),
    ...(nonRoot ? [] : [{ path: `${path}.securityContext.runAsNonRoot`, what: 'must be true' }]),
  ];
}

function rootUser(path: string, { runAsUser }: Fields): Finding[] {
  const isUser = typeof runAsUser === 'number' && runAsUser !== 0;
  if (!isSet(runAsUser) || isUser) return [];
  return [{ path: `${path}.securityContext.runAsUser`, what: 'must not be 0, which is root' }];
}

function escalation({ path, security, grants }: ContainerFields): Finding[] {
  if (security.allowPrivilegeEscalation === false || grants.privileged) return [];
  return [{ path: `${path}.securityContext.allowPrivilegeEscalation`, what: 'must be false' }];
}

function seccomp(pod: PodFields, { path, security }: ContainerFields): Finding[] {
  const profile = isSet(security.seccompProfile) ? security.seccompProfile : pod.security.seccompProfile;
  if (isProfile(mapOf(profile).type)) return [];
  return [{ path: `${path}.securityContext.seccompProfile.type`, what: 'must be RuntimeDefault' }];
}

function capabilities({ path, security, grants }: ContainerFields): Finding[] {
  const { drop } = mapOf(security.capabilities);
  const at = `${path}.securityContext.capabilities`;
  const dropsAll = Array.isArray(drop) && drop.includes('ALL');
  return [
    ...(dropsAll || grants.privileged ? [] : [{ path: `${at}.drop`, what: 'must contain ALL' }]),
    ...addedCapabilities(security)
      .filter((name) => ![...restrictedCapabilities, ...grants.capabilities].includes(name))
      .map((name) => ({ path: `${at}.add`, what: `adds the capability ${name}` })),
  ];
}
