import { isSet, itemsOf, mapOf } from './fields.ts';
import type { ContainerFields, Finding, PodFields } from './pod-security.ts';

// Source: k8s.io/pod-security-admission 0.34, policy/check_*.go. One function for each check.

export const baselineCapabilities: readonly string[] =
  'AUDIT_WRITE CHOWN DAC_OVERRIDE FOWNER FSETID KILL MKNOD NET_BIND_SERVICE SETFCAP SETGID SETPCAP SETUID SYS_CHROOT'.split(
    ' ',
  );

export const baselineSysctls: readonly string[] = (
  'kernel.shm_rmid_forced net.ipv4.ip_local_port_range net.ipv4.ip_local_reserved_ports ' +
  'net.ipv4.ip_unprivileged_port_start net.ipv4.ping_group_range net.ipv4.tcp_fin_timeout ' +
  'net.ipv4.tcp_keepalive_intvl net.ipv4.tcp_keepalive_probes net.ipv4.tcp_keepalive_time net.ipv4.tcp_rmem ' +
  'net.ipv4.tcp_syncookies net.ipv4.tcp_wmem'
).split(' ');

const seLinuxTypes = ['', 'container_t', 'container_init_t', 'container_kvm_t', 'container_engine_t'];
const appArmorAnnotation = 'container.apparmor.security.beta.kubernetes.io/';

/** Returns where a pod exceeds the level baseline. */
export function baseline(pod: PodFields): Finding[] {
  const { containers } = pod;
  return [
    ...hostNamespaces(pod),
    ...hostPathVolumes(pod),
    ...sysctls(pod),
    ...appArmorAnnotations(pod),
    ...[{ path: pod.path, security: pod.security }, ...containers].flatMap((one) => [
      ...appArmor(one),
      ...seLinux(one),
      ...seccomp(one),
      ...hostProcess(one),
    ]),
    ...containers.flatMap((one) => [
      ...privileged(one),
      ...capabilities(one),
      ...hostPorts(one),
      ...procMount(one),
      ...probeHosts(one),
    ]),
  ];
}

type Secured = Pick<ContainerFields, 'path' | 'security'>;

function hostNamespaces({ path, spec }: PodFields): Finding[] {
  return ['hostNetwork', 'hostPID', 'hostIPC']
    .filter((key) => isSet(spec[key]) && spec[key] !== false)
    .map((key) => ({ path: `${path}.${key}`, what: 'gives a namespace of the node' }));
}

function hostPathVolumes({ path, spec }: PodFields): Finding[] {
  return itemsOf(spec.volumes, `${path}.volumes`)
    .filter(({ item }) => isSet(item.hostPath))
    .map(({ path: at }) => ({ path: `${at}.hostPath`, what: 'mounts a folder of the node' }));
}

function sysctls({ path, security, sysctls: granted }: PodFields): Finding[] {
  return itemsOf(security.sysctls, `${path}.securityContext.sysctls`)
    .filter(({ item }) => ![...baselineSysctls, ...granted].includes(String(item.name)))
    .map(({ path: at, item }) => ({ path: at, what: `sets the sysctl ${item.name}` }));
}

function appArmorAnnotations({ path, annotations }: PodFields): Finding[] {
  const allowed = (value: unknown) =>
    value === '' || value === 'runtime/default' || String(value).startsWith('localhost/');
  return Object.entries(annotations)
    .filter(([key, value]) => key.startsWith(appArmorAnnotation) && !allowed(value))
    .map(([key]) => ({
      path: path.replace(/spec$/, `metadata.annotations.${key}`),
      what: 'disables the AppArmor profile',
    }));
}

function appArmor({ path, security }: Secured): Finding[] {
  return profile(path, security, 'appArmorProfile', 'AppArmor');
}

function seccomp({ path, security }: Secured): Finding[] {
  return profile(path, security, 'seccompProfile', 'seccomp');
}

/** A profile that is set must be that of the runtime or of a file on the node. */
function profile(path: string, security: Secured['security'], key: string, name: string): Finding[] {
  if (!isSet(security[key]) || isProfile(mapOf(security[key]).type)) return [];
  return [{ path: `${path}.securityContext.${key}.type`, what: `disables the ${name} profile` }];
}

export function isProfile(type: unknown): boolean {
  return type === 'RuntimeDefault' || type === 'Localhost';
}

function seLinux({ path, security }: Secured): Finding[] {
  const { type, user, role } = mapOf(security.seLinuxOptions);
  const at = `${path}.securityContext.seLinuxOptions`;
  return [
    ...(seLinuxTypes.includes(String(type ?? ''))
      ? []
      : [{ path: `${at}.type`, what: `sets the SELinux type ${type}` }]),
    ...(user ? [{ path: `${at}.user`, what: 'sets the SELinux user' }] : []),
    ...(role ? [{ path: `${at}.role`, what: 'sets the SELinux role' }] : []),
  ];
}

function hostProcess({ path, security }: Secured): Finding[] {
  const value = mapOf(security.windowsOptions).hostProcess;
  if (!isSet(value) || value === false) return [];
  return [{ path: `${path}.securityContext.windowsOptions.hostProcess`, what: 'runs on the node itself' }];
}

function privileged({ path, security, grants }: ContainerFields): Finding[] {
  if (!isSet(security.privileged) || security.privileged === false || grants.privileged) return [];
  return [{ path: `${path}.securityContext.privileged`, what: 'gives all rights on the node' }];
}

function capabilities({ path, security, grants }: ContainerFields): Finding[] {
  return addedCapabilities(security)
    .filter((name) => ![...baselineCapabilities, ...grants.capabilities].includes(name))
    .map((name) => ({
      path: `${path}.securityContext.capabilities.add`,
      what: `adds the capability ${name}`,
    }));
}

export function addedCapabilities(security: Secured['security']): string[] {
  const { add } = mapOf(security.capabilities);
  return Array.isArray(add) ? add.map(String) : [];
}

function hostPorts({ path, container }: ContainerFields): Finding[] {
  return itemsOf(container.ports, `${path}.ports`)
    .filter(({ item }) => isSet(item.hostPort) && item.hostPort !== 0)
    .map(({ path: at, item }) => ({
      path: `${at}.hostPort`,
      what: `opens port ${item.hostPort} of the node`,
    }));
}

function procMount({ path, security }: ContainerFields): Finding[] {
  if (!isSet(security.procMount) || security.procMount === 'Default') return [];
  return [{ path: `${path}.securityContext.procMount`, what: 'shows more of /proc' }];
}

const handlers = [
  ['livenessProbe'],
  ['readinessProbe'],
  ['startupProbe'],
  ['lifecycle', 'postStart'],
  ['lifecycle', 'preStop'],
];

function probeHosts({ path, container }: ContainerFields): Finding[] {
  return handlers.flatMap((keys) => {
    const handler = keys.reduce((value, key) => mapOf(value[key]), container);
    return ['httpGet', 'tcpSocket']
      .filter((action) => mapOf(handler[action]).host)
      .map((action) => ({
        path: [path, ...keys, action, 'host'].join('.'),
        what: 'lets the node connect to another host',
      }));
  });
}
