import { Failure, throwIfCancelled } from '../../core/failure.ts';
import { parseQuantity } from '../../core/quantity.ts';
import { isTrue } from '../../kube/conditions.ts';
import { byTime, countOf } from '../../kube/events.ts';
import type { Kube } from '../../kube/kube.ts';
import type { KubeEvent, PersistentVolumeClaim } from '../../kube/types.ts';
import { waitFor } from '../../kube/wait.ts';
import type { StorageEntry } from '../../state/storage-entries.ts';
import { getClaim, listClasses, podsUsing } from '../objects.ts';
import { retryBinding } from './retry-binding.ts';

/** `waits`: the class creates the volume when the first pod uses the claim, and no pod does yet. */
export type Binding = 'bound' | 'waits';

export interface BoundOptions {
  signal: AbortSignal;
  /** Milliseconds. */
  timeout: number;
}

/**
 * Waits until a claim is bound. Returns early when the class waits for a first pod. Throws when the provisioner fails.
 */
export async function waitUntilBound(
  kube: Kube,
  entry: StorageEntry,
  options: BoundOptions,
): Promise<Binding> {
  const claim = await requireClaim(kube, entry, options.signal);
  if (claim.status?.phase === 'Bound') return 'bound';
  if (claim.status?.phase === 'Lost') throw lost(entry);
  if (await waitsForConsumer(kube, entry, claim, options.signal)) return 'waits';
  const done = new AbortController();
  // The retry only helps. The watch decides whether the claim is bound.
  retryBinding(kube, entry, AbortSignal.any([options.signal, done.signal])).catch(() => {});
  try {
    return await watchUntilBound(kube, entry, claim, options);
  } finally {
    done.abort();
  }
}

function watchUntilBound(
  kube: Kube,
  entry: StorageEntry,
  claim: PersistentVolumeClaim,
  options: BoundOptions,
): Promise<Binding> {
  return watchClaim(
    kube,
    entry,
    claim,
    options,
    {
      action: 'be bound',
      timeoutText: 'was not bound',
      known: new Map(),
      failureReasons: ['ProvisioningFailed', 'FailedBinding', 'VolumeMismatch'],
    },
    (now) => {
      if (now.status?.phase === 'Lost') throw lost(entry);
      return now.status?.phase === 'Bound' ? 'bound' : undefined;
    },
  );
}

/** `pod`: the file system grows when a pod mounts the volume. */
export type Growth = 'done' | 'pod';

/** Waits until a claim has its new size. */
export async function waitUntilGrown(
  kube: Kube,
  entry: StorageEntry,
  options: BoundOptions,
): Promise<Growth> {
  const claim = await requireClaim(kube, entry, options.signal);
  const wanted = parseQuantity(entry.size)!.nano;
  const what = { action: `grow to ${entry.size}`, timeoutText: `did not grow to ${entry.size}` };
  const known = await eventCounts(kube, entry, claim, options.signal);
  return watchClaim(
    kube,
    entry,
    claim,
    options,
    { ...what, known, failureReasons: ['VolumeResizeFailed'] },
    (now) => {
      const has = parseQuantity(now.status?.capacity?.storage ?? '0')?.nano ?? 0n;
      if (has >= wanted || now.status?.phase !== 'Bound') return 'done';
      return isTrue(now.status?.conditions, 'FileSystemResizePending') ? 'pod' : undefined;
    },
  );
}

async function requireClaim(
  kube: Kube,
  entry: StorageEntry,
  signal: AbortSignal,
): Promise<PersistentVolumeClaim> {
  const claim = await getClaim(kube, entry, { signal });
  if (claim) return claim;
  throw new Failure(`The claim ${entry.name} is missing from namespace ${entry.namespace}`, {
    code: 'storage.claim-missing',
    hint: `Recreate the entry: dokku storage:destroy ${entry.name} · then: dokku storage:create ${entry.name}`,
  });
}

async function waitsForConsumer(
  kube: Kube,
  entry: StorageEntry,
  claim: PersistentVolumeClaim,
  signal: AbortSignal,
): Promise<boolean> {
  if (claim.spec.volumeName) return false;
  const classes = await listClasses(kube, { signal });
  const own = classes.find(({ metadata }) => metadata.name === claim.spec.storageClassName);
  if (own?.volumeBindingMode !== 'WaitForFirstConsumer') return false;
  return (await podsUsing(kube, entry, { signal })).length === 0;
}

/** Expected change of a claim. */
interface ExpectedChange {
  /** Text after `cannot`, e.g. `be bound`. */
  action: string;
  timeoutText: string;
  /** Reasons of events that report a failure of the change. */
  failureReasons: string[];
  /** Count of each event before this attempt, by event uid: failures of earlier attempts do not count. */
  known: Map<string, number>;
}

async function eventCounts(
  kube: Kube,
  { namespace }: StorageEntry,
  { metadata: { uid } }: PersistentVolumeClaim,
  signal: AbortSignal,
): Promise<Map<string, number>> {
  const fieldSelector = `involvedObject.uid=${uid}`;
  const events = await kube.list<KubeEvent>(
    { apiVersion: 'v1', kind: 'Event', namespace, fieldSelector },
    { signal },
  );
  return new Map(events.map((event) => [event.metadata.uid!, countOf(event)]));
}

/** Watches a claim and its events. The first result of the two decides. */
async function watchClaim<T>(
  kube: Kube,
  entry: StorageEntry,
  { metadata: { uid } }: PersistentVolumeClaim,
  { signal, timeout }: BoundOptions,
  what: ExpectedChange,
  resultOf: (claim: PersistentVolumeClaim) => T | undefined,
): Promise<T> {
  const { name, namespace } = entry;
  const done = new AbortController();
  const options = {
    signal: AbortSignal.any([signal, done.signal]),
    timeout,
    what: `the claim ${name} to ${what.action}`,
  };
  let last: string | undefined;
  const claims = {
    apiVersion: 'v1',
    kind: 'PersistentVolumeClaim',
    namespace,
    fieldSelector: `metadata.name=${name}`,
  };
  const events = { apiVersion: 'v1', kind: 'Event', namespace, fieldSelector: `involvedObject.uid=${uid}` };
  const settled = waitFor<PersistentVolumeClaim, T>(
    kube,
    claims,
    ([claim]) => claim && resultOf(claim),
    options,
  );
  const failure = waitFor<KubeEvent, never>(
    kube,
    events,
    (found) => {
      const newest = byTime(found);
      last = newest.at(-1)?.message ?? last;
      const event = newest.findLast(({ reason }) => what.failureReasons.includes(reason ?? ''));
      // The first failure may be a matter of timing. A lasting failure is reported again.
      if (event && countOf(event) > Math.max(1, what.known.get(event.metadata.uid!) ?? 0))
        throw failed(entry, what.action, event.message ?? '');
      return undefined;
    },
    options,
  );
  failure.catch(() => {});
  settled.catch(() => {});
  try {
    return await Promise.race([settled, failure]);
  } catch (error) {
    throwIfCancelled(signal);
    if (!(error instanceof Failure) || error.code !== 'kube.timeout') throw error;
    throw new Failure(`The claim ${name} ${what.timeoutText} within ${timeout / 1000} s`, {
      code: 'storage.timeout',
      details: last ? [`Last event: ${last}`] : [],
      hint: `Show the entry with: dokku storage:info ${name} · wait longer with --timeout`,
    });
  } finally {
    done.abort();
  }
}

function failed({ name }: StorageEntry, what: string, message: string): Failure {
  return new Failure(`The claim ${name} cannot ${what}`, {
    code: 'storage.provisioning',
    details: [message],
    hint: `If the entry has wrong values, destroy it and create another: dokku storage:destroy ${name}`,
  });
}

function lost({ name }: StorageEntry): Failure {
  return new Failure(`The claim ${name} has lost its volume: somebody deleted the volume`, {
    code: 'storage.lost',
    hint: `The data is lost unless the storage system kept the volume. Remove the entry with: dokku storage:destroy ${name}`,
  });
}
