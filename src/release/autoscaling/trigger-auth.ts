import { annotation, fixedLabels, label, managed } from '../../core/labels.ts';
import type { KubeObject, Manifest } from '../../kube/types.ts';
import type { ResolveContext } from '../context.ts';
import { appSecret, type SecretOwner, secretManifest } from '../secret-manifest.ts';

/** The plugin under which `autoscaling-auth:set` stores its secrets, by `<trigger>.<name>`. */
export const triggerAuthPlugin = 'scheduler-k3s.trigger-auth';

export interface TriggerAuthentication {
  /** The trigger type that uses the credentials. */
  trigger: string;
  secretName: string;
  /** Parameters of the scaler; the keys of the Secret have the same names. */
  keys: string[];
}

export function triggerAuthenticationsOf({
  input: { app, cluster, settings },
}: ResolveContext): TriggerAuthentication[] {
  if (!cluster?.keda) return [];
  return Object.entries(settings.triggerAuth)
    .filter(([, keys]) => keys.length > 0)
    .map(([trigger, keys]) => ({
      trigger,
      secretName: triggerSecretName(app, trigger),
      keys: keys.toSorted(),
    }));
}

function triggerSecretName(app: string, trigger: string): string {
  return `kta-${app}-${trigger}`;
}

/** Returns the Secret with the credentials for one trigger type. */
export function triggerSecretManifest(
  spec: SecretOwner,
  trigger: string,
  values: Record<string, string>,
): Manifest {
  return appSecret(spec, trigger, { name: triggerSecretName(spec.app, trigger), values });
}

/** In the place of an app, in the labels of credentials for every app. */
const globalOwner = 'cluster';

/** The namespace in which KEDA's operator looks up the Secrets of a ClusterTriggerAuthentication. */
const kedaNamespace = 'keda';

/** Returns the Secret with the cluster-wide credentials for one trigger type, and its ClusterTriggerAuthentication. */
export function clusterTriggerManifests(trigger: string, values: Record<string, string>) {
  const labels = { ...fixedLabels(globalOwner, trigger), [label.instance]: trigger };
  const secret = secretManifest(kedaNamespace, { name: `ckta-${trigger}`, labels, values });
  const authentication = {
    apiVersion: 'keda.sh/v1alpha1',
    kind: 'ClusterTriggerAuthentication',
    metadata: { name: trigger, labels, annotations: managed },
    spec: {
      secretTargetRef: Object.keys(values)
        .sort()
        .map((key) => ({ parameter: key, name: secret.metadata.name, key })),
    },
  };
  return { secret, authentication };
}

/** Whether an object holds credentials that `autoscaling-auth:set --global` stored for every app. */
export function isGlobalLogin({ kind, metadata }: KubeObject): boolean {
  const { labels, annotations } = metadata;
  return (
    kind === 'ClusterTriggerAuthentication' &&
    labels?.[label.partOf] === globalOwner &&
    annotations?.[annotation.managed] === 'true'
  );
}

/** Returns the values for one trigger type, by parameter. The keys of `secrets` are `<trigger>.<parameter>`. */
export function triggerAuthValues(secrets: Record<string, string>, trigger: string): Record<string, string> {
  const prefix = `${trigger}.`;
  return Object.fromEntries(
    Object.entries(secrets)
      .filter(([key]) => key.startsWith(prefix))
      .map(([key, value]) => [key.slice(prefix.length), value]),
  );
}
