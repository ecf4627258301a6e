import type { Autoscaling } from '../appspec/types.ts';
import type { Trigger } from './autoscaling.ts';
import type { ResolveContext } from './context.ts';

/** How KEDA's HTTP add-on measures a process. Numbers of seconds and requests. */
export interface HttpScaling {
  scaledownPeriod: number;
  scalingMetric:
    | { requestRate: { granularity: string; targetValue: number; window: string } }
    | { concurrency: { targetValue: number } };
}

const defaults: Record<string, string> = {
  scale_by: 'request_rate',
  scaledown_period_seconds: '300',
  request_rate_granularity_seconds: '1',
  request_rate_target_value: '100',
  request_rate_window_seconds: '60',
  concurrency_target_value: '100',
};

/** What the `http` trigger of a process asks for; undefined when there is none or it can never work. */
export function readHttpScaling(
  context: ResolveContext,
  process: string,
  triggers: NonNullable<Autoscaling['triggers']>,
): HttpScaling | undefined {
  const trigger = triggers.find(({ type }) => type === 'http');
  if (!trigger) return undefined;
  const where = triggerOf(process);
  if (process === 'web') return scalingOf(context, where, { ...defaults, ...trigger.metadata });
  context.sourceProblem(`${where} is only for web, which requests are routed to`, 'remove it from app.json');
  return undefined;
}

/** Whether the add-on is there to count requests, and these can reach it; if not, that is told. */
export function canCountRequests(context: ResolveContext, process: string): boolean {
  const { cluster, settings } = context.input;
  if (!cluster?.kedaHttp) {
    context.warn(
      `KEDA's HTTP add-on is not installed in the cluster: the http trigger of ${process} is left out`,
    );
    return false;
  }
  if (settings.domains.length > 0) return true;
  context.warn(`${triggerOf(process)} is left out: without a domain no request can be counted`);
  return false;
}

function triggerOf(process: string): string {
  return `formation/${process}/autoscaling: the http trigger`;
}

function scalingOf(
  context: ResolveContext,
  where: string,
  metadata: Record<string, string>,
): HttpScaling | undefined {
  const number = (key: string) => {
    const value = metadata[key]!;
    if (!/^[1-9]\d{0,8}$/.test(value)) {
      context.sourceProblem(
        `${where} has ${key} "${value}", which is not a whole number above 0`,
        'correct app.json',
      );
    }
    return Number(value);
  };
  for (const key of Object.keys(metadata)) {
    if (!Object.hasOwn(defaults, key))
      context.warn(`${where} has ${key}, which is not known and has no effect`);
  }
  const scaledownPeriod = number('scaledown_period_seconds');
  if (metadata.scale_by === 'concurrency') {
    return {
      scaledownPeriod,
      scalingMetric: { concurrency: { targetValue: number('concurrency_target_value') } },
    };
  }
  if (metadata.scale_by !== 'request_rate') {
    context.sourceProblem(
      `${where} has scale_by "${metadata.scale_by}"; known are request_rate and concurrency`,
      'correct app.json',
    );
  }
  const requestRate = {
    granularity: `${number('request_rate_granularity_seconds')}s`,
    targetValue: number('request_rate_target_value'),
    window: `${number('request_rate_window_seconds')}s`,
  };
  return { scaledownPeriod, scalingMetric: { requestRate } };
}

/** How the ScaledObject hears of the requests that the add-on counts. */
export function httpTrigger(app: string, process: string, name: string): Trigger {
  return {
    type: 'external-push',
    name,
    metadata: {
      httpScaledObject: `${app}-${process}`,
      scalerAddress: 'keda-add-ons-http-external-scaler.keda:9090',
    },
  };
}
