const kept = ['HOME', 'LANG', 'PATH', 'SSL_CERT_DIR', 'SSL_CERT_FILE', 'TMPDIR', 'TZ'];
const proxies = /^(https?|no|all)_proxy$/i;

/**
 * The environment of a component: what its work depends on, and nothing else of the terminal that the
 * engine happened to be started from.
 */
export function componentEnvironment(own: Record<string, string> = {}): Record<string, string> {
  const passed = Object.entries(process.env).filter(([name]) => kept.includes(name) || proxies.test(name));
  return { ...(Object.fromEntries(passed) as Record<string, string>), ...own };
}
