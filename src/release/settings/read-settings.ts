import { GLOBAL } from '../../state/scope.ts';
import type { Store } from '../../state/store.ts';
import { triggerAuthPlugin } from '../autoscaling/trigger-auth.ts';
import { readMetadata } from './read-metadata.ts';
import { readMounts } from './read-storage.ts';
import { readTlsSettings } from './read-tls-settings.ts';
import { defaultSettings, type ReleaseSettings } from './settings.ts';

/** Reads an app's settings; app values go before global ones and those before the defaults. */
export function readSettings(store: Store, app: string): ReleaseSettings {
  const k3s = (key: string, fallback: string) =>
    store.properties.effective(app, 'scheduler-k3s', key, fallback);
  const ps = (key: string, fallback: string) => store.properties.effective(app, 'ps', key, fallback);
  return {
    namespace: k3s('namespace', defaultSettings.namespace),
    deployTimeout: k3s('deploy-timeout', defaultSettings.deployTimeout),
    rollbackOnFailure: k3s('rollback-on-failure', defaultSettings.rollbackOnFailure),
    imagePullSecrets: k3s('image-pull-secrets', defaultSettings.imagePullSecrets),
    kustomizeRootPath: k3s('kustomize-root-path', defaultSettings.kustomizeRootPath),
    shmSize: k3s('shm-size', defaultSettings.shmSize),
    // Global only: one cluster has one ingress controller.
    ingressClass:
      store.properties.get(GLOBAL, 'scheduler-k3s', 'ingress-class') || defaultSettings.ingressClass,
    stopTimeoutSeconds: ps('stop-timeout-seconds', defaultSettings.stopTimeoutSeconds),
    startCommand: store.properties.get(app, 'ps', 'start-cmd') ?? '',
    dockerfileStartCommand: store.properties.get(app, 'ps', 'dockerfile-start-cmd') ?? '',
    checks: {
      disabled: store.properties.get(app, 'checks', 'disabled-list') ?? '',
      skipped: store.properties.get(app, 'checks', 'skipped-list') ?? '',
      waitToRetire: store.properties.effective(app, 'checks', 'wait-to-retire', ''),
    },
    restartedAt: restarts(store.properties.all(app, 'ps')),
    cronMaintenance: cronMaintenance(store, app),
    gateway: gateway(store),
    nginx: { ...store.properties.all(GLOBAL, 'nginx'), ...store.properties.all(app, 'nginx') },
    ...readTlsSettings(store, app),
    scale: store.scale.all(app),
    metadata: readMetadata(store, app),
    triggerAuth: triggerAuth(store.secrets.keys(app, triggerAuthPlugin)),
    ports: store.ports.list(app),
    domains: vhostsDisabled(store, app) ? [] : store.domains.list(app),
    dockerOptions: store.dockerOptions.list(app),
    resources: store.resources.list(app),
    storage: readMounts(store, app),
  };
}

function gateway({ properties }: Store): ReleaseSettings['gateway'] {
  const { className, httpPort, httpsPort } = defaultSettings.gateway;
  const get = (key: string) => properties.get(GLOBAL, 'scheduler-k3s', key);
  return {
    className: get('gateway-class') || className,
    httpPort: Number(get('gateway-http-port') || httpPort),
    httpsPort: Number(get('gateway-https-port') || httpsPort),
  };
}

/** `restarted-at` is the whole app's token, `restarted-at.<process>` one process type's. */
function restarts(properties: Record<string, string>): ReleaseSettings['restartedAt'] {
  const prefix = 'restarted-at.';
  return {
    app: properties['restarted-at'] ?? '',
    processes: Object.fromEntries(
      Object.entries(properties)
        .filter(([key]) => key.startsWith(prefix))
        .map(([key, value]) => [key.slice(prefix.length), value]),
    ),
  };
}

/** Keys are `<trigger>.<name>`; types of triggers have no dots. */
function triggerAuth(keys: readonly string[]): Record<string, string[]> {
  const split = keys.map((key) => key.match(/^([^.]+)\.(.+)$/)).filter((match) => match !== null);
  const byTrigger = Object.groupBy(split, ([, trigger]) => trigger!);
  return Object.fromEntries(
    Object.entries(byTrigger).map(([trigger, rows]) => [trigger, rows!.map(([, , key]) => key!)]),
  );
}

/** `maintenance` stops all tasks, `maintenance.<id>` one. */
function cronMaintenance(store: Store, app: string): ReleaseSettings['cronMaintenance'] {
  const prefix = 'maintenance.';
  return {
    app: store.properties.effective(app, 'cron', 'maintenance', 'false') === 'true',
    tasks: Object.entries(store.properties.all(app, 'cron'))
      .filter(([key, value]) => key.startsWith(prefix) && value === 'true')
      .map(([key]) => key.slice(prefix.length)),
  };
}

/** `domains:disable` keeps the list of domains and sets this variable. */
function vhostsDisabled(store: Store, app: string): boolean {
  return ['1', 'true'].includes(store.config.get(app, 'NO_VHOST') ?? '');
}
