import type { PropertyReader } from '../../state/property-reader.ts';
import { GLOBAL } from '../../state/scope.ts';
import type { Store } from '../../state/store.ts';
import { triggerAuthPlugin } from '../autoscaling/trigger-auth.ts';
import { type Level, levels } from '../policy/violation.ts';
import { vhostsDisabled } from '../routing/vhosts.ts';
import { readMetadata } from './read-metadata.ts';
import { hasOwnNamespace, readNamespace } from './read-namespace.ts';
import { readMounts } from './read-storage.ts';
import { readTlsSettings } from './read-tls-settings.ts';
import { defaultSettings, type ReleaseSettings } from './settings.ts';

/** Stored data behind most settings, each field read with one statement. */
export interface StoredSettings {
  properties: PropertyReader;
  /** The config of the app alone, and the config merged with the global one. */
  config: { own: Record<string, string>; merged: Record<string, string> };
}

export function readStored(store: Store, app: string): StoredSettings {
  return { properties: store.properties.snapshot(app), config: store.config.effective(app) };
}

/** Reads an app's settings. App values override global values, which override the defaults. */
export function readSettings(
  store: Store,
  app: string,
  { properties, config }: StoredSettings = readStored(store, app),
): ReleaseSettings {
  const k3s = (key: string, fallback: string) => properties.effective(app, 'scheduler-k3s', key, fallback);
  const ps = (key: string, fallback: string) => properties.effective(app, 'ps', key, fallback);
  return {
    namespace: readNamespace(properties, app),
    ownNamespace: hasOwnNamespace(properties, app),
    deployTimeout: k3s('deploy-timeout', defaultSettings.deployTimeout),
    maxRestarts: k3s('max-restarts', defaultSettings.maxRestarts),
    rollbackOnFailure: k3s('rollback-on-failure', defaultSettings.rollbackOnFailure),
    imagePullSecrets: k3s('image-pull-secrets', defaultSettings.imagePullSecrets),
    kustomizeRootPath: k3s('kustomize-root-path', defaultSettings.kustomizeRootPath),
    networkPolicy: k3s('network-policy', defaultSettings.networkPolicy),
    podSecurity: readLevel(k3s('pod-security', defaultSettings.podSecurity)),
    serviceAccountToken: k3s('service-account-token', defaultSettings.serviceAccountToken),
    shmSize: k3s('shm-size', defaultSettings.shmSize),
    // Global only: one cluster has one ingress controller.
    ingressClass: properties.get(GLOBAL, 'scheduler-k3s', 'ingress-class') || defaultSettings.ingressClass,
    stopTimeoutSeconds: ps('stop-timeout-seconds', defaultSettings.stopTimeoutSeconds),
    startCommand: properties.get(app, 'ps', 'start-cmd') ?? '',
    dockerfileStartCommand: properties.get(app, 'ps', 'dockerfile-start-cmd') ?? '',
    checks: {
      disabled: properties.get(app, 'checks', 'disabled-list') ?? '',
      skipped: properties.get(app, 'checks', 'skipped-list') ?? '',
      waitToRetire: properties.effective(app, 'checks', 'wait-to-retire', ''),
    },
    restartedAt: restarts(properties.all(app, 'ps')),
    cronMaintenance: cronMaintenance(properties, app),
    gateway: gateway(properties),
    nginx: { ...properties.all(GLOBAL, 'nginx'), ...properties.all(app, 'nginx') },
    ...readTlsSettings(store, properties, app),
    scale: store.scale.all(app),
    metadata: readMetadata(properties, app),
    triggerAuth: triggerAuth(store.secrets.keys(app, triggerAuthPlugin)),
    ports: store.ports.list(app),
    domains: vhostsDisabled(config.own) ? [] : store.domains.list(app),
    dockerOptions: store.dockerOptions.list(app),
    resources: store.resources.list(app),
    storage: readMounts(store, app),
  };
}

/** The command stores valid levels only. Anything else counts as the strictest level. */
function readLevel(text: string): Level {
  return levels.find((level) => level === text) ?? 'restricted';
}

function gateway(properties: PropertyReader): ReleaseSettings['gateway'] {
  const { className, httpPort, httpsPort } = defaultSettings.gateway;
  const get = (key: string) => properties.get(GLOBAL, 'scheduler-k3s', key);
  return {
    className: get('gateway-class') || className,
    httpPort: Number(get('gateway-http-port') || httpPort),
    httpsPort: Number(get('gateway-https-port') || httpsPort),
  };
}

/** Returns the restart times: `restarted-at` for the whole app, `restarted-at.<process>` for one process type. */
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

/** Returns the names of credentials by trigger type. Keys are `<trigger>.<name>`; trigger types do not contain dots. */
function triggerAuth(keys: readonly string[]): Record<string, string[]> {
  const split = keys.map((key) => key.match(/^([^.]+)\.(.+)$/)).filter((match) => match !== null);
  const byTrigger = Object.groupBy(split, ([, trigger]) => trigger!);
  return Object.fromEntries(
    Object.entries(byTrigger).map(([trigger, rows]) => [trigger, rows!.map(([, , key]) => key!)]),
  );
}

/** Returns the paused tasks: `maintenance` pauses all tasks, `maintenance.<id>` pauses one. */
export function cronMaintenance(properties: PropertyReader, app: string): ReleaseSettings['cronMaintenance'] {
  const prefix = 'maintenance.';
  return {
    app: properties.effective(app, 'cron', 'maintenance', 'false') === 'true',
    tasks: Object.entries(properties.all(app, 'cron'))
      .filter(([key, value]) => key.startsWith(prefix) && value === 'true')
      .map(([key]) => key.slice(prefix.length)),
  };
}
