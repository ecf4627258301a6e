/**
 * The labels and annotations of Kubernetes objects that this program writes or reads: its own, and those of Helm,
 * kubectl and the Job controller. Each key is written only here, because one place writes it and another selects by it.
 */
export const label = {
  instance: 'app.kubernetes.io/instance',
  name: 'app.kubernetes.io/name',
  /** The app; other programs use the same label for objects of their own. */
  partOf: 'app.kubernetes.io/part-of',
  managedBy: 'app.kubernetes.io/managed-by',
  component: 'app.kubernetes.io/component',
  /** The hash of the config vars in a Secret. */
  configHash: 'dokku.com/config-hash',
  cronHash: 'dokku.com/cron-hash',
  certificateSource: 'dokku.com/cert-source',
  certificateChecksum: 'dokku.com/cert-checksum',
  storageEntry: 'dokku.com/storage-entry',
  /** The purpose of a pod or Job that works on a storage entry. */
  purpose: 'dokku.com/purpose',
  /** On Helm's record of a release, on namespaces, and as an annotation on every other object that we create. */
  managed: 'dokku.com/managed',
  /** The Job that a pod belongs to. */
  job: 'batch.kubernetes.io/job-name',
  /** The change of the sysctls that a pod was created for. */
  sysctlsRevision: 'dokku.com/sysctls-revision',
  /** The role of a node, written by some installers. */
  nodeRole: 'kubernetes.io/role',
} as const;

export const annotation = {
  managed: 'dokku.com/managed',
  version: 'app.kubernetes.io/version',
  release: 'dokku.com/release',
  builderType: 'dokku.com/builder-type',
  cronHash: 'dokku.com/cron-hash',
  cronId: 'dokku.com/cron-id',
  jobSuffix: 'dokku.com/job-suffix',
  /** On a ScaledObject that `ps:stop` has paused. */
  stopped: 'dokku.com/stopped',
  /** Set and removed so that the volume controller checks a claim again. */
  retryBinding: 'dokku.com/look-again',
  defaultContainer: 'kubectl.kubernetes.io/default-container',
  helmRelease: 'meta.helm.sh/release-name',
  helmNamespace: 'meta.helm.sh/release-namespace',
  helmHook: 'helm.sh/hook',
  helmResourcePolicy: 'helm.sh/resource-policy',
  /** On the Secret of a certificate, by cert-manager. */
  certificateName: 'cert-manager.io/certificate-name',
  /** On a Secret with a token of the API server. */
  serviceAccount: 'kubernetes.io/service-account.name',
  /** On a node that was added over SSH: its address. */
  remoteHost: 'dokku.com/remote-host',
} as const;

/** The beginning of the labels that name the roles of a node: `node-role.kubernetes.io/control-plane`. */
export const nodeRoleLabel = 'node-role.kubernetes.io/';

/** The beginning of the labels by which the API server enforces a Pod Security Standard in a namespace. */
export const podSecurityLabel = 'pod-security.kubernetes.io/';

/** Keeps a claim until every volume bound to it has been secured. */
export const volumesFinalizer = 'dokku.com/look-at-volumes';

/** A volume that never exists. A claim that names it is not bound to any other volume. */
export const absentVolume = 'none.dokku.com';

/** The annotation of every object that we create. */
export const managed = { [annotation.managed]: 'true' } as const;

/** Annotations that differ in each release even when nothing else in the object differs. */
export const releaseMarks: readonly string[] = [annotation.version, annotation.release];

/** The three labels that select an app's pods; selectors consist of exactly these. */
export function fixedLabels(app: string, name: string): Record<string, string> {
  return { [label.instance]: `${app}-${name}`, [label.name]: name, [label.partOf]: app };
}

/** Selects the objects of an app, or those of one of its process types, Job kinds or Secrets. */
export function selectorOf(app: string, name?: string): string {
  return [`${label.partOf}=${app}`, ...(name === undefined ? [] : [`${label.name}=${name}`])].join(',');
}

const fixedByUs = {
  label: [label.instance, label.name, label.partOf, label.managedBy] as readonly string[],
  annotation: [annotation.version, annotation.defaultContainer] as readonly string[],
};

/** Whether selectors, Helm or our own commands rely on a key, so that users cannot set it on an app's objects. */
export function isReserved(kind: 'label' | 'annotation', key: string): boolean {
  const domain = domainOf(key);
  return (
    domain === 'dokku.com' ||
    (kind === 'annotation' && domain === 'meta.helm.sh') ||
    fixedByUs[kind].includes(key)
  );
}

/** Whether a key is in a domain of ours or of Helm. Users cannot set such a key on a storage entry. */
export function isOfReservedDomain(key: string): boolean {
  return ['dokku.com', 'helm.sh', 'meta.helm.sh', 'app.kubernetes.io'].includes(domainOf(key) ?? '');
}

function domainOf(key: string): string | undefined {
  return key.includes('/') ? key.split('/')[0] : undefined;
}
