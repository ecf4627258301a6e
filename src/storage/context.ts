import { join } from 'node:path';
import type { Environment } from '../core/environment.ts';
import type { Output } from '../core/output.ts';
import type { HelmContext } from '../helm/context.ts';
import type { Kube } from '../kube/kube.ts';
import type { NamespacedName } from '../kube/types.ts';
import type { Store } from '../state/store.ts';

/** What the storage operations need from the command that calls them. */
export interface StorageContext {
  environment: Environment;
  store: Store;
  out: Output;
  signal: AbortSignal;
  /** Helm settings of the command. `storageHelm` replaces the chart with the storage chart. */
  helm: HelmContext;
  kube(): Promise<Kube>;
}

export function storageHelm({ environment, helm }: StorageContext): HelmContext {
  return { ...helm, chart: join(environment.installation, 'templates', 'charts', 'storage') };
}

/** Prints the name of a starting step under `--trace`. The last printed step shows where a change was interrupted. */
export function storageStep({ out }: Pick<StorageContext, 'out'>, step: string): void {
  out.debug(`storage step ${step}`);
}

/** Returns the Helm release of an entry. */
export function entryRelease(entry: NamespacedName): {
  release: string;
  namespace: string;
} {
  return { release: `storage-${entry.name}`, namespace: entry.namespace };
}
