import { Failure } from '../../core/failure.ts';
import { fixedLabels } from '../../core/labels.ts';
import type { KubeObject, Manifest } from '../../kube/types.ts';
import type { ReleaseSpec } from '../../release/types.ts';
import { isRoute } from '../apply/kinds.ts';

interface Container {
  name?: string;
  ports?: { name?: string }[];
}
type Workload = Manifest & {
  spec?: {
    template?: {
      metadata?: { labels?: object };
      spec?: { containers?: Container[]; initContainers?: Container[] };
    };
  };
};
type Service = Manifest & { spec?: { ports?: { targetPort?: number | string }[] } };

/** Kinds that run pods and that a Kustomize folder may put in the place of a Deployment. */
const workloadKinds = new Set([
  'Deployment',
  'StatefulSet',
  'DaemonSet',
  'ReplicaSet',
  'Pod',
  'Job',
  'CronJob',
  'Rollout',
]);

/**
 * Refuses a manifest in which Kustomize removed, renamed or replaced what the app consists of. Such a process cannot be
 * watched, scaled or reached, and the running Deployment would be deleted.
 */
export function checkWorkloads(
  { app, namespace, processes, cron }: Pick<ReleaseSpec, 'app' | 'namespace' | 'processes' | 'cron'>,
  all: readonly Manifest[],
): void {
  const objects = all.filter(({ metadata }) => metadata.namespace === namespace);
  const missing = (kind: string, name: string) => {
    const instead = all.filter((object) => mayReplace(object, name)).map(describe);
    const ending = instead.length > 0 ? `. It has ${instead.join(', ')} instead` : '';
    return `the manifest has no ${kind} ${name}${ending}`;
  };
  const problems = [
    ...processes.flatMap(({ name: process }) => {
      const name = `${app}-${process}`;
      const found = objects.find((object) => isDeployment(object, name));
      const reasons = found
        ? [...wrongLabels(app, process, found), ...unreachable(found, objects)]
        : [missing('Deployment', name)];
      return reasons.map((reason) => `${process}: ${reason}`);
    }),
    ...cron.flatMap(({ suffix, text }) => {
      const name = `${app}-cron-${suffix}`;
      if (objects.some(({ kind, metadata }) => kind === 'CronJob' && metadata.name === name)) return [];
      return [`cron task "${text}": ${missing('CronJob', name)}`];
    }),
  ];
  if (problems.length === 0) return;
  throw new Failure(`The Kustomize folder of ${app} removes or replaces what the app consists of`, {
    code: 'release.workload',
    details: problems,
    hint: [
      'Keep the Deployments, Services and CronJobs of the app with their names, labels, containers and ports: no namePrefix, nameSuffix, $patch: delete or replacement',
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
  return [`Deployment ${metadata.name} has another value or none for ${missing.join(', ')}`];
}

/** Docker options and commands know the container by its name, and requests find its port by the name of the port. */
function unreachable({ metadata: { name }, spec }: Workload, objects: readonly Manifest[]): string[] {
  const pod = spec?.template?.spec;
  const containers = pod?.containers ?? [];
  if (!containers.some((container) => container.name === name))
    return [`Deployment ${name} has no container ${name}`];
  const service: Service | undefined = objects.find(
    ({ apiVersion, kind, metadata }) => apiVersion === 'v1' && kind === 'Service' && metadata.name === name,
  );
  if (!service) {
    const route = objects.find((object) => isRoute(object) && servicesOf(object.spec).includes(name));
    return route ? [`the manifest has no Service ${name}, which ${describe(route)} names`] : [];
  }
  const ports = [...containers, ...(pod?.initContainers ?? [])].flatMap((container) => container.ports ?? []);
  return (service.spec?.ports ?? [])
    .map(({ targetPort }) => targetPort)
    .filter((port) => typeof port === 'string' && !ports.some((other) => other.name === port))
    .map(
      (port) =>
        `Service ${name} sends requests to the port ${port}, which no container of Deployment ${name} has`,
    );
}

/** The names of Services in a route: `services`, `backendRefs` and `service` of the kinds of routes. */
function servicesOf(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, member]) => {
    const isBackend = ['services', 'backendRefs', 'service'].includes(key);
    const own = isBackend
      ? [member].flat().flatMap((backend: { name?: string } | null) => backend?.name ?? [])
      : [];
    return [...own, ...servicesOf(member)];
  });
}

function mayReplace({ kind, metadata }: KubeObject, name: string): boolean {
  return workloadKinds.has(kind) && metadata.name.includes(name);
}

function describe({ kind, metadata }: KubeObject): string {
  return `${kind} ${metadata.name}`;
}
