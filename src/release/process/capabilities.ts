import { nearest } from '../../core/suggest.ts';

/**
 * Capabilities that a container can add or drop, without `CAP_`. Source: the kernel's include/uapi/linux/capability.h.
 */
const known = new Set(
  (
    'AUDIT_CONTROL AUDIT_READ AUDIT_WRITE BLOCK_SUSPEND BPF CHECKPOINT_RESTORE CHOWN DAC_OVERRIDE DAC_READ_SEARCH FOWNER ' +
    'FSETID IPC_LOCK IPC_OWNER KILL LEASE LINUX_IMMUTABLE MAC_ADMIN MAC_OVERRIDE MKNOD NET_ADMIN NET_BIND_SERVICE ' +
    'NET_BROADCAST NET_RAW PERFMON SETFCAP SETGID SETPCAP SETUID SYSLOG SYS_ADMIN SYS_BOOT SYS_CHROOT SYS_MODULE ' +
    'SYS_NICE SYS_PACCT SYS_PTRACE SYS_RAWIO SYS_RESOURCE SYS_TIME SYS_TTY_CONFIG WAKE_ALARM ALL'
  ).split(' '),
);

/**
 * Returns the Kubernetes name of a capability. Docker also accepts lower case and the prefix `CAP_`; containerd would
 * add this prefix again.
 */
export function readCapability(text: string): { name: string } | { problem: string } {
  const name = text.toUpperCase().replace(/^CAP_/, '');
  if (known.has(name)) return { name };
  const meant = nearest(name, known);
  return { problem: `There is no capability ${text}${meant ? `, did you mean ${meant}?` : ''}` };
}
