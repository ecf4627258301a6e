import { interpolate } from '../../appspec/interpolate.ts';
import { triggerName } from '../../appspec/schema/trigger.ts';
import type { Autoscaling } from '../../appspec/types.ts';
import type { ResolveContext } from '../context.ts';
import { type HttpScaling, httpTrigger, readHttpScaling } from './http-scaling.ts';

/** A KEDA trigger; unknown fields pass unchanged. */
export interface KedaTrigger {
  type: string;
  name: string;
  metadata: Record<string, string>;
  authenticationRef?: { name: string; kind: string };
  [field: string]: unknown;
}

/** The scaling fields of a ScaledObject's spec, under KEDA's names. */
export interface ScalingSpec {
  minReplicaCount: number;
  maxReplicaCount: number;
  pollingInterval: number;
  cooldownPeriod: number;
  triggers: KedaTrigger[];
  /** Number of pods while a scaler does not answer. */
  fallback?: { failureThreshold: number; replicas: number };
}

export interface AutoscalingSpec {
  scaling: ScalingSpec;
  http: HttpScaling | undefined;
}

/** Triggers on resource metrics of the pods. KEDA rejects a fallback without a trigger of another type. */
const resourceTriggers = ['cpu', 'memory'];

/** Returns the autoscaling of a process; undefined for a fixed number of pods. Without KEDA, every number is fixed. */
export function autoscalingOf(
  context: ResolveContext,
  process: string,
  quantity: number,
): AutoscalingSpec | undefined {
  const wanted = context.input.appSpec.formation[process]?.autoscaling;
  if (!wanted?.triggers?.length) return undefined;
  const min = wanted.min_quantity ?? quantity;
  const max = wanted.max_quantity ?? Math.max(quantity, min);
  if (max === 0) return undefined;
  if (!context.input.cluster?.keda) {
    context.warn(`KEDA is not installed in the cluster: ${process} runs at a fixed quantity of ${quantity}`);
    return undefined;
  }
  const http = readHttpScaling(context, process, wanted.triggers);
  const triggers = triggersOf(context, process, wanted.triggers).filter(
    (_, index) => http || wanted.triggers![index]!.type !== 'http',
  );
  if (triggers.length === 0) return undefined;
  const fallback = triggers.some(({ type }) => !resourceTriggers.includes(type));
  return {
    http,
    scaling: {
      minReplicaCount: min,
      maxReplicaCount: Math.max(min, max),
      pollingInterval: wanted.polling_interval_seconds ?? 30,
      cooldownPeriod: wanted.cooldown_period_seconds ?? wanted.cooldown_seconds ?? 300,
      triggers,
      ...(fallback && { fallback: { failureThreshold: 3, replicas: quantity } }),
    },
  };
}

function triggersOf(
  context: ResolveContext,
  process: string,
  wanted: NonNullable<Autoscaling['triggers']>,
): KedaTrigger[] {
  const { app } = context.input;
  const names = { APP_NAME: app, PROCESS_TYPE: process, DEPLOYMENT_NAME: `${app}-${process}` };
  return wanted.map((trigger, index) => {
    const name = triggerName(trigger, index);
    if (trigger.type === 'http') return httpTrigger(app, process, name);
    const metadata = Object.fromEntries(
      Object.entries(trigger.metadata ?? {}).map(([key, value]) => [key, interpolate(value, names)]),
    );
    const authenticationRef = trigger.authenticationRef ?? authenticationOf(context, trigger.type);
    return {
      ...trigger,
      name,
      metadata,
      ...(resourceTriggers.includes(trigger.type) && metricOf(trigger.metricType, metadata)),
      ...(authenticationRef !== undefined && { authenticationRef }),
    } as KedaTrigger;
  });
}

/**
 * Returns the metric type of a cpu or memory trigger in its own field, as current versions of KEDA require. Older
 * versions read the metric type from the metadata.
 */
function metricOf(metricType: unknown, { type, ...metadata }: Record<string, string>) {
  return { metricType: metricType ?? type ?? 'Utilization', metadata };
}

/** Returns a reference to the app's credentials for a trigger type, else to those of the whole cluster. */
function authenticationOf(context: ResolveContext, type: string): KedaTrigger['authenticationRef'] {
  const { app, settings, cluster } = context.input;
  if (settings.triggerAuth[type]?.length) return { name: `${app}-${type}`, kind: 'TriggerAuthentication' };
  if (cluster?.triggerAuthentications.includes(type))
    return { name: type, kind: 'ClusterTriggerAuthentication' };
  return undefined;
}
