/** The variables that every child process inherits: program paths, the current user, network settings. */
const inheritedNames = new Set([
  'PATH',
  'HOME',
  'USER',
  'LOGNAME',
  'LANG',
  'LC_ALL',
  'TZ',
  'TMPDIR',
  'HTTP_PROXY',
  'HTTPS_PROXY',
  'NO_PROXY',
  'http_proxy',
  'https_proxy',
  'no_proxy',
  'SSL_CERT_FILE',
  'SSL_CERT_DIR',
]);

/** The whole environment of a child: the inherited variables and those that the caller adds. */
export function childEnvironment(added: Record<string, string | undefined> = {}): Record<string, string> {
  const environment: Record<string, string> = {};
  for (const [key, value] of Object.entries(process.env)) {
    if (value !== undefined && inheritedNames.has(key)) environment[key] = value;
  }
  for (const [key, value] of Object.entries(added)) {
    if (value !== undefined) environment[key] = value;
  }
  return environment;
}
