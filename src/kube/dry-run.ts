import pMap from 'p-map';
import { Failure } from '../core/failure.ts';
import { KubeFailure } from './failure.ts';
import type { Kube } from './kube.ts';
import { describeRef, refOf } from './resources.ts';
import type { KubeObject, Ref } from './types.ts';

/** Requests at the same time: enough to hide the latency, few enough not to be throttled. */
const maxConcurrentRequests = 8;

export interface Refusal {
  ref: Ref;
  /** The API server's own words. */
  message: string;
}

/** All objects that the server would refuse. Nothing is written. Throws when the server does not answer. */
export async function dryRunAll(
  kube: Kube,
  objects: readonly KubeObject[],
  options: { signal?: AbortSignal; manager?: string } = {},
): Promise<Refusal[]> {
  const refusals = await pMap(
    objects,
    async (object): Promise<Refusal | undefined> => {
      try {
        await kube.apply(object, { ...options, dryRun: true });
        return undefined;
      } catch (error) {
        if (!(error instanceof Failure) || unrelatedCodes.has(error.code)) throw error;
        return { ref: refOf(object), message: error instanceof KubeFailure ? error.answer : error.message };
      }
    },
    { concurrency: maxConcurrentRequests },
  );
  return refusals.filter((refusal) => refusal !== undefined);
}

/** The failure that reports refusals. `what` names the subject: `the storage entry data`. */
export function refusalFailure(
  refusals: readonly Refusal[],
  { what, code, hint }: { what: string; code: string; hint?: string },
): Failure {
  return new Failure(`The cluster refuses ${what}`, {
    code,
    details: refusals.map(({ ref, message }) => `${describeRef(ref)}: ${message}`),
    hint,
  });
}

/** Reasons that have nothing to do with the object. */
const unrelatedCodes = new Set([
  'kube.unreachable',
  'kube.certificate',
  'kube.unauthorized',
  'kube.login',
  'kube.unavailable',
  'cancelled',
]);
