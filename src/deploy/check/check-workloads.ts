import { Failure } from '../../core/failure.ts';
import { fixedLabels } from '../../core/labels.ts';
import type { KubeObject, Manifest } from '../../kube/types.ts';
import type { ReleaseSpec } from '../../release/types.ts';

type Workload = Manifest & {
  spec?: { selector?: { matchLabels?: object }; template?: { metadata?: { labels?: object } } };
};

/** Kinds that run pods and that a Kustomize folder may put in the place of a Deployment. */
const workloadKinds = new Set([
  'Deployment',
  'StatefulSet',
  'DaemonSet',
  'ReplicaSet',
  'Pod',
  'Job',
  'Rollout',
]);

/**
 * Refuses a manifest in which Kustomize removed, renamed or replaced the Deployment of a process. Such a process cannot
 * be watched, scaled or reached, and the running Deployment would be deleted.
 */
export function checkWorkloads(
  { app, namespace, processes }: Pick<ReleaseSpec, 'app' | 'namespace' | 'processes'>,
  objects: readonly Manifest[],
): void {
  const problems = processes.flatMap(({ name: process }) => {
    const name = `${app}-${process}`;
    const found = objects.find(
      (object) => isDeployment(object, name) && object.metadata.namespace === namespace,
    );
    if (found) return wrongLabels(app, process, found);
    const instead = objects.filter((object) => mayReplace(object, name)).map(describe);
    const ending = instead.length > 0 ? `. It has ${instead.join(', ')} instead` : '';
    return [`${process}: the manifest has no Deployment ${name}${ending}`];
  });
  if (problems.length === 0) return;
  throw new Failure(`The Kustomize folder of ${app} removes or changes a Deployment that the app needs`, {
    code: 'release.workload',
    details: problems,
    hint: [
      'Keep each Deployment of the app with its name, kind and labels: no namePrefix, nameSuffix, $patch: delete or replacement',
      `Commit and push again. To stop a process, scale it instead: dokku ps:scale ${app} <process>=0. The running version was not touched`,
    ],
  });
}

function isDeployment({ apiVersion, kind, metadata }: KubeObject, name: string): boolean {
  return apiVersion.startsWith('apps/') && kind === 'Deployment' && metadata.name === name;
}

/** Pods without these labels belong to no process: nothing watches them, and no Service finds them. */
function wrongLabels(app: string, process: string, { spec, metadata }: Workload): string[] {
  const expected = Object.entries(fixedLabels(app, process));
  const lacks = (labels: object = {}) =>
    expected.filter(([key, value]) => (labels as Record<string, string>)[key] !== value).map(([key]) => key);
  const missing = [...new Set([...lacks(metadata.labels), ...lacks(spec?.template?.metadata?.labels)])];
  if (missing.length === 0) return [];
  return [`${process}: Deployment ${metadata.name} has another value or none for ${missing.join(', ')}`];
}

function mayReplace({ kind, metadata }: KubeObject, name: string): boolean {
  return workloadKinds.has(kind) && metadata.name.includes(name);
}

function describe({ kind, metadata }: KubeObject): string {
  return `${kind} ${metadata.name}`;
}
