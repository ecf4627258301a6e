import { parseDuration } from '../core/clock.ts';
import { isDnsLabel } from '../core/kubernetes-names.ts';
import type { ResolveContext } from './context.ts';

const trueWords = ['1', 't', 'true'];
const falseWords = ['0', 'f', 'false'];

/** One day. */
const maxTimeoutMs = 86_400_000;

/** Kubernetes waits five minutes between later restarts. */
export const mostRestarts = 20;

export function isMaxRestarts(text: string): boolean {
  return /^\d{1,2}$/.test(text) && Number(text) >= 1 && Number(text) <= mostRestarts;
}

/** Returns the validated settings of the rollout. */
export function deploySettings(context: ResolveContext) {
  const { app, settings } = context.input;
  const set = (key: string, value: string) => `scheduler-k3s:set ${app} ${key} ${value}`;
  const timeout = parseDuration(settings.deployTimeout);
  if (!timeout || timeout < 1000 || timeout > maxTimeoutMs) {
    context.problem(
      `deploy-timeout "${settings.deployTimeout}" is not a time from a second to a day`,
      set('deploy-timeout', '300s'),
    );
  }
  const rollback = settings.rollbackOnFailure.toLowerCase();
  if (![...trueWords, ...falseWords].includes(rollback)) {
    context.problem(
      `rollback-on-failure "${settings.rollbackOnFailure}" is neither true nor false`,
      set('rollback-on-failure', 'true'),
    );
  }
  const maxRestarts = Number(settings.maxRestarts);
  if (!isMaxRestarts(settings.maxRestarts)) {
    context.problem(
      `max-restarts "${settings.maxRestarts}" is not a number from 1 to ${mostRestarts}`,
      set('max-restarts', '1'),
    );
  }
  if (!isDnsLabel(settings.namespace)) {
    context.problem(`"${settings.namespace}" cannot be the name of a namespace`, set('namespace', 'default'));
  }
  return {
    timeoutSeconds: Math.ceil((timeout ?? 0) / 1000),
    maxRestarts,
    rollbackOnFailure: trueWords.includes(rollback),
    ...retirement(context),
  };
}

/** Returns the grace period of a terminating pod, and how much of that period precedes SIGTERM. */
function retirement(context: ResolveContext) {
  const { app, settings } = context.input;
  const wait = settings.checks.waitToRetire;
  const grace = gracePeriod(context);
  if (wait === '') return { waitToRetire: undefined, terminationGracePeriodSeconds: grace };
  const time = parseDuration(wait);
  if (time === undefined || time > maxTimeoutMs) {
    context.problem(
      `wait-to-retire "${wait}" is not a number of seconds, at most a day`,
      `checks:set ${app} wait-to-retire 60`,
    );
  }
  const waitToRetire = Math.ceil((time ?? 0) / 1000);
  return { waitToRetire, terminationGracePeriodSeconds: (grace ?? 30) + waitToRetire };
}

function gracePeriod(context: ResolveContext): number | undefined {
  const { app, settings } = context.input;
  const time = parseDuration(settings.stopTimeoutSeconds);
  if (time === undefined || time > maxTimeoutMs) {
    context.problem(
      `stop-timeout-seconds "${settings.stopTimeoutSeconds}" is not a number of seconds, at most a day`,
      `ps:set ${app} stop-timeout-seconds 30`,
    );
    return undefined;
  }
  const seconds = Math.ceil(time / 1000);
  return seconds === 30 ? undefined : seconds;
}
