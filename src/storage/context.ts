import { join } from 'node:path';
import type { Environment } from '../core/environment.ts';
import type { Output } from '../core/output.ts';
import type { HelmContext } from '../helm/context.ts';
import type { Kube } from '../kube/kube.ts';
import type { NamespacedName } from '../kube/types.ts';
import type { Store } from '../state/store.ts';

/** What work on an entry needs of the command that asked for it. */
export interface StorageContext {
  environment: Environment;
  store: Store;
  out: Output;
  signal: AbortSignal;
  /** Its chart is replaced by the one of storage. */
  helm: HelmContext;
  kube(): Promise<Kube>;
}

export function storageHelm({ environment, helm }: StorageContext): HelmContext {
  return { ...helm, chart: join(environment.installation, 'templates', 'charts', 'storage') };
}

/** Says under `--trace` which step begins: it is the one to look at when a change was interrupted. */
export function storageStep({ out }: Pick<StorageContext, 'out'>, step: string): void {
  out.debug(`storage step ${step}`);
}

/** The Helm release of an entry. */
export function entryRelease(entry: NamespacedName): {
  release: string;
  namespace: string;
} {
  return { release: `storage-${entry.name}`, namespace: entry.namespace };
}
