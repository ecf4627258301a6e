import { Failure } from '../../core/failure.ts';

/** In characters; Kubernetes has the same limit. */
const maxNameLength = 253;
/** In characters: the kernel reads at most one page. */
const maxValueLength = 4095;

/** Parts joined by dots or slashes. No part can be `..`, and the first one cannot look like a flag. */
const namePattern = /^[A-Za-z0-9][\w-]*([./][A-Za-z0-9][\w-]*)+$/;

/**
 * The stored form of a sysctl's name. As in sysctl(8), dots and slashes trade places when the name begins with a slash
 * as its separator: `net/ipv4/ip_forward` is `net.ipv4.ip_forward`.
 */
export function checkSysctlName(name: string): string {
  if (name.length > maxNameLength || !namePattern.test(name))
    throw new Failure(`"${name}" is not a valid name of a sysctl`, {
      code: 'usage.value',
      hint: 'Write the name as in /proc/sys, with dots: net.core.somaxconn or vm.max_map_count',
    });
  const swapped = /^[^./]+\//.test(name);
  return swapped ? name.replace(/[./]/g, (separator) => (separator === '.' ? '/' : '.')) : name;
}

/** A value of one line. The kernel decides whether the value suits the sysctl. */
export function checkSysctlValue(name: string, value: string): string {
  const trimmed = value.trim();
  if (trimmed !== '' && trimmed.length <= maxValueLength && /^[\t\x20-\x7e]+$/.test(trimmed)) return trimmed;
  throw new Failure(
    `The value of ${name} must be 1 to ${maxValueLength} printable ASCII characters without line ends`,
    { code: 'usage.value', hint: `Show the current value on a node with: sysctl ${name}` },
  );
}
