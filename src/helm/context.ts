import { join } from 'node:path';
import type { Environment } from '../core/environment.ts';
import { noGarbageCollection, smallestTranslation } from './start-time.ts';

/** Where the programs, the chart and the cluster are. */
export interface HelmContext {
  helm: string;
  kustomize: string;
  /** Folder of the chart. */
  chart: string;
  /** Folder of our plugins, the only plugins that Helm finds. */
  plugins: string;
  /** Folder of Helm's configuration, data and caches. Those of the user are not used. */
  home: string;
  kubeconfig: string;
  /** Empty: the current context of the kubeconfig. */
  kubeContext: string;
}

export function helmContext(
  environment: Environment,
  cluster: { kubeconfig: string; kubeContext: string },
): HelmContext {
  const templates = join(environment.installation, 'templates');
  return {
    helm: 'helm',
    kustomize: 'kustomize',
    chart: join(templates, 'charts', 'app'),
    plugins: join(templates, 'helm-plugin'),
    home: join(environment.root, 'helm'),
    ...cluster,
  };
}

/** The kind of object in which Helm stores a revision. */
export function recordKind(): 'ConfigMap' | 'Secret' {
  return process.env.HELM_DRIVER?.startsWith('configmap') ? 'ConfigMap' : 'Secret';
}

/** The environment variables of every helm process. */
export function helmVariables(context: HelmContext): Record<string, string> {
  return {
    ...noGarbageCollection,
    ...smallestTranslation,
    // The client of Kubernetes keeps its list of kinds there.
    HOME: context.home,
    HELM_CACHE_HOME: join(context.home, 'cache'),
    HELM_CONFIG_HOME: join(context.home, 'config'),
    HELM_DATA_HOME: join(context.home, 'data'),
    HELM_PLUGINS: context.plugins,
    // Helm's default of 5 requests a second after the first hundred would delay an app with many objects.
    HELM_QPS: '500',
    HELM_BURST_LIMIT: '1000',
    ...(process.env.HELM_DRIVER && { HELM_DRIVER: process.env.HELM_DRIVER }),
    KUBECONFIG: context.kubeconfig,
  };
}
