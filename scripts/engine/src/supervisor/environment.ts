import { totalmem } from 'node:os';

const kept = ['HOME', 'LANG', 'PATH', 'SSL_CERT_DIR', 'SSL_CERT_FILE', 'TMPDIR', 'TZ'];
const proxies = /^(https?|no|all)_proxy$/i;

/**
 * The environment of a component: what its work depends on, and nothing else of the terminal that the
 * engine happened to be started from.
 */
export function componentEnvironment(own: Record<string, string> = {}): Record<string, string> {
  // All components are written in Go. On a machine with enough memory, fewer garbage collections save time.
  const collector: Record<string, string> = totalmem() >= 8 * 2 ** 30 ? { GOGC: '300' } : {};
  const passed = Object.entries(process.env).filter(([name]) => kept.includes(name) || proxies.test(name));
  return { ...collector, ...(Object.fromEntries(passed) as Record<string, string>), ...own };
}
