import { join } from 'node:path';
import type { Environment } from '../core/environment.ts';

/** Where the programs, the chart and the cluster are. */
export interface HelmContext {
  helm: string;
  kustomize: string;
  /** Folder of the chart. */
  chart: string;
  /** Folder of our plugins; Helm sees no others. */
  plugins: string;
  /** Helm's own configuration, data and caches: never those of the user. */
  home: string;
  kubeconfig: string;
  /** Empty: the current one. */
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

/** For Go programs that are done before it matters: nothing is collected until so much memory is in use. */
export const withoutCollector = { GOGC: 'off', GOMEMLIMIT: '256MiB' };

/**
 * Helm has parts of kubectl in it, which load the texts of their language at each start, whether they are shown or not:
 * a quarter of what a start takes. French has fewest by far, and none that Helm could show.
 */
const fewTexts = { LC_ALL: '', LC_MESSAGES: 'fr_FR.UTF-8' };

/** The kind of object that Helm keeps a revision in. */
export function recordKind(): 'ConfigMap' | 'Secret' {
  return process.env.HELM_DRIVER?.startsWith('configmap') ? 'ConfigMap' : 'Secret';
}

/** The variables of every helm process. */
export function helmVariables(context: HelmContext): Record<string, string> {
  return {
    ...withoutCollector,
    ...fewTexts,
    // Kubernetes' client keeps its list of kinds there.
    HOME: context.home,
    HELM_CACHE_HOME: join(context.home, 'cache'),
    HELM_CONFIG_HOME: join(context.home, 'config'),
    HELM_DATA_HOME: join(context.home, 'data'),
    HELM_PLUGINS: context.plugins,
    // Helm's own limit, 5 requests a second after the first hundred, would hold up an app with many objects.
    HELM_QPS: '500',
    HELM_BURST_LIMIT: '1000',
    ...(process.env.HELM_DRIVER && { HELM_DRIVER: process.env.HELM_DRIVER }),
    KUBECONFIG: context.kubeconfig,
  };
}
