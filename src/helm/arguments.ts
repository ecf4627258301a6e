import { annotation } from '../core/labels.ts';
/** A release by name and namespace. */
export interface ReleaseRef {
  release: string;
  namespace: string;
}

/** The name under which Helm owns the fields of what it applies: that of its program. */
export const helmFieldManager = 'helm';

/** By which our releases are known from those that somebody else installed under the same name. */
export const managedLabel = [annotation.managed, 'true'] as const;

/** Revisions that Helm keeps of a release. */
const historyMax = 10;

export function templateArguments(
  { release, namespace }: ReleaseRef,
  chart: string,
  valuesFile: string,
): string[] {
  return ['template', release, chart, '--namespace', namespace, '--values', valuesFile, '--skip-tests'];
}

/**
 * Without `--wait`: our own watcher waits and knows the reasons. The manifest is ours alone, so a field that
 * somebody else changed in the cluster goes back to it. Helm's validation would fetch the server's whole OpenAPI
 * schema each time, half of an upgrade; the server validates what is applied itself.
 */
export function upgradeArguments(
  { release, namespace }: ReleaseRef,
  chart: string,
  {
    valuesFile,
    description,
    takeOwnership,
  }: { valuesFile: string; description?: string; takeOwnership?: boolean },
): string[] {
  return [
    'upgrade',
    release,
    chart,
    '--install',
    '--namespace',
    namespace,
    '--values',
    valuesFile,
    '--post-renderer',
    'final-manifest',
    '--history-max',
    String(historyMax),
    '--server-side=true',
    '--force-conflicts',
    '--disable-openapi-validation',
    '--cleanup-on-fail',
    '--hide-notes',
    '--labels',
    managedLabel.join('='),
    ...(takeOwnership ? ['--take-ownership'] : []),
    ...(description ? ['--description', description] : []),
  ];
}

export function historyArguments({ release, namespace }: ReleaseRef): string[] {
  return ['history', release, '--namespace', namespace, '--output', 'json'];
}

export function rollbackArguments({ release, namespace }: ReleaseRef, revision: number): string[] {
  return [
    'rollback',
    release,
    String(revision),
    '--namespace',
    namespace,
    '--history-max',
    String(historyMax),
    '--server-side=true',
    '--force-conflicts',
    '--cleanup-on-fail',
  ];
}

export function uninstallArguments({ release, namespace }: ReleaseRef): string[] {
  return ['uninstall', release, '--namespace', namespace, '--ignore-not-found'];
}

export function kustomizeArguments(folder: string): string[] {
  return ['build', folder, '--load-restrictor', 'LoadRestrictionsRootOnly'];
}
