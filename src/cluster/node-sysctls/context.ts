import { join } from 'node:path';
import type { Environment } from '../../core/environment.ts';
import type { HelmContext } from '../../helm/context.ts';
import { helmOf } from '../access.ts';
import type { ClusterContext } from '../context.ts';

/** What a change of the sysctls needs from the command. */
export interface NodeSysctlsContext extends ClusterContext {
  environment: Environment;
}

/** Sysctls by name. */
export type Sysctls = Record<string, string>;

/** The Helm release of the sysctls of all nodes. Its DaemonSet has the same name. */
export const sysctlsRelease = { release: 'dokku-node-sysctls-global', namespace: 'kube-system' };

export function sysctlsHelm({ environment, store }: NodeSysctlsContext): HelmContext {
  const chart = join(environment.installation, 'templates', 'charts', 'node-sysctls');
  return { ...helmOf(environment, store.properties), chart };
}
