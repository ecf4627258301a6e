import { fixedLabels, label, managed } from '../../core/labels.ts';
import type { Manifest } from '../../kube/types.ts';
import type { ResolveContext } from '../context.ts';
import { appSecret, type SecretOwner, secretManifest } from '../secret-manifest.ts';

/** The plugin under which `autoscaling-auth:set` keeps its secrets, by `<trigger>.<name>`. */
export const triggerAuthPlugin = 'scheduler-k3s.trigger-auth';

export interface TriggerAuthentication {
  /** Type of the triggers that use it. */
  trigger: string;
  secretName: string;
  /** Names of the scaler's parameters and of the Secret's keys alike. */
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

/** The credentials of one type of trigger. */
export function triggerSecretManifest(
  spec: SecretOwner,
  trigger: string,
  values: Record<string, string>,
): Manifest {
  return appSecret(spec, trigger, { name: triggerSecretName(spec.app, trigger), values });
}

/** Where KEDA's operator looks for what a ClusterTriggerAuthentication refers to. */
const kedaNamespace = 'keda';

/** The credentials for one type of trigger that hold for the whole cluster, and what makes them known to KEDA. */
export function clusterTriggerManifests(trigger: string, values: Record<string, string>) {
  const labels = { ...fixedLabels('cluster', trigger), [label.instance]: trigger };
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

/** The values of one type of trigger, by parameter. `secrets` has them by `<trigger>.<parameter>`. */
export function triggerAuthValues(secrets: Record<string, string>, trigger: string): Record<string, string> {
  const prefix = `${trigger}.`;
  return Object.fromEntries(
    Object.entries(secrets)
      .filter(([key]) => key.startsWith(prefix))
      .map(([key, value]) => [key.slice(prefix.length), value]),
  );
}
