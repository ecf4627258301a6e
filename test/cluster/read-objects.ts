import { clusterUnderTest } from '../../scripts/lib/cluster-under-test.ts';
import { connectCluster } from '../../src/kube/connect.ts';
import type { Kube } from '../../src/kube/kube.ts';

/** The kinds that tests read most often, by their kubectl names. */
const kinds: Record<string, { apiVersion: string; kind: string; clusterWide?: boolean }> = {
  cronjob: { apiVersion: 'batch/v1', kind: 'CronJob' },
  deployment: { apiVersion: 'apps/v1', kind: 'Deployment' },
  job: { apiVersion: 'batch/v1', kind: 'Job' },
  persistentvolume: { apiVersion: 'v1', kind: 'PersistentVolume', clusterWide: true },
  pod: { apiVersion: 'v1', kind: 'Pod' },
  pv: { apiVersion: 'v1', kind: 'PersistentVolume', clusterWide: true },
  pvc: { apiVersion: 'v1', kind: 'PersistentVolumeClaim' },
  secret: { apiVersion: 'v1', kind: 'Secret' },
};

let client: Promise<Kube> | undefined;

/**
 * Does the work of `kubectl get <kind> [<name> | -l <selector>] --output json` without a process. Tests poll this call,
 * and each process costs 0.1 s of processor time. Returns undefined for arguments that only kubectl supports.
 */
export async function readObjects(namespace: string, args: readonly string[]): Promise<object | undefined> {
  const [verb, name = '', ...rest] = args;
  const kind = kinds[name.replace(/s$/, '')];
  const [first, selector] = rest;
  const isOne = rest.length === 1 && !first!.startsWith('-');
  const isSelected = rest.length === 2 && (first === '-l' || first === '--selector');
  if (verb !== 'get' || !kind || !(rest.length === 0 || isOne || isSelected)) return undefined;
  client ??= connectCluster({ kubeconfig: clusterUnderTest().kubeconfig });
  const kube = await client;
  const { clusterWide, ...type } = kind;
  const place = { ...type, ...(clusterWide ? {} : { namespace }) };
  if (!isOne) return { items: await kube.list({ ...place, labelSelector: selector }) };
  const object = await kube.get({ ...place, name: first! });
  if (!object) throw new Error(`There is no ${kind.kind} ${first}`);
  return object;
}
