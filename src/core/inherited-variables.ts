const inheritedNames = ['NODE_COMPILE_CACHE', 'KUBECONFIG', 'BUILDKIT_HOST'];

/**
 * The variables that our processes pass on to each other (server → worker → git → hook): the program's own settings
 * and the addresses of the cluster and of BuildKit.
 */
export function inheritedVariables(
  variables: Record<string, string | undefined>,
): Record<string, string | undefined> {
  return Object.fromEntries(
    Object.entries(variables).filter(
      ([key]) => (key.startsWith('DOKKU_') && key !== 'DOKKU_WORKER') || inheritedNames.includes(key),
    ),
  );
}
