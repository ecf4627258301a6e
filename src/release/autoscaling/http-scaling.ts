import { type HttpMetadata, httpDefaults } from '../../appspec/schema/http-trigger.ts';
import type { Autoscaling } from '../../appspec/types.ts';
import type { ResolveContext } from '../context.ts';
import type { KedaTrigger } from './autoscaling.ts';

/** How KEDA's HTTP add-on measures a process, in seconds and requests. */
export interface HttpScaling {
  scaledownPeriod: number;
  scalingMetric:
    | { requestRate: { granularity: string; targetValue: number; window: string } }
    | { concurrency: { targetValue: number } };
}

/** Returns the scaling of the `http` trigger; undefined without the trigger, without a domain or without the add-on. */
export function readHttpScaling(
  context: ResolveContext,
  process: string,
  triggers: NonNullable<Autoscaling['triggers']>,
): HttpScaling | undefined {
  const trigger = triggers.find(({ type }) => type === 'http');
  if (!trigger) return undefined;
  const where = `formation/${process}/autoscaling: the http trigger`;
  if (!context.input.cluster?.kedaHttp) {
    context.warn(
      `KEDA's HTTP add-on is not installed in the cluster: the http trigger of ${process} is left out`,
    );
    return undefined;
  }
  if (context.input.settings.domains.length === 0) {
    context.warn(`${where} is left out: without a domain no request can be counted`);
    return undefined;
  }
  for (const key of Object.keys(trigger.metadata ?? {})) {
    if (!Object.hasOwn(httpDefaults, key))
      context.warn(`${where} has ${key}, which is not known and has no effect`);
  }
  return scalingOf({ ...httpDefaults, ...trigger.metadata });
}

function scalingOf(metadata: HttpMetadata): HttpScaling {
  const number = (key: keyof HttpMetadata) => Number(metadata[key]);
  const scalingMetric =
    metadata.scale_by === 'concurrency'
      ? { concurrency: { targetValue: number('concurrency_target_value') } }
      : {
          requestRate: {
            granularity: `${number('request_rate_granularity_seconds')}s`,
            targetValue: number('request_rate_target_value'),
            window: `${number('request_rate_window_seconds')}s`,
          },
        };
  return { scaledownPeriod: number('scaledown_period_seconds'), scalingMetric };
}

/** Returns the trigger through which the ScaledObject gets the request counts of the add-on. */
export function httpTrigger(app: string, process: string, name: string): KedaTrigger {
  return {
    type: 'external-push',
    name,
    metadata: {
      httpScaledObject: `${app}-${process}`,
      scalerAddress: 'keda-add-ons-http-external-scaler.keda:9090',
    },
  };
}
