import { annotation } from '../core/labels.ts';
/** A release by name and namespace. */
export interface ReleaseRef {
  release: string;
  namespace: string;
}

/** The name under which Helm owns the fields that it applies: the name of its program. */
export const helmFieldManager = 'helm';

/** The label that distinguishes our releases from releases of the same name that someone else installed. */
export const managedLabel = [annotation.managed, 'true'] as const;

/** Revisions that Helm keeps of a release. */
const maxRevisions = 10;

export function templateArguments(
  { release, namespace }: ReleaseRef,
  chart: string,
  valuesFile: string,
): string[] {
  return ['template', release, chart, '--namespace', namespace, '--values', valuesFile, '--skip-tests'];
}

/**
 * Without `--wait`: our own watcher waits and knows the reasons. The manifest is ours alone, so the upgrade resets
 * fields that someone else changed in the cluster. Helm's validation would fetch the server's whole OpenAPI schema
 * each time, which is half of an upgrade; the server validates the objects anyway when they are applied.
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
    String(maxRevisions),
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
    String(maxRevisions),
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
