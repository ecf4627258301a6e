import { humanDuration } from '../../core/clock.ts';
import { Failure, throwIfCancelled } from '../../core/failure.ts';
import type { Output } from '../../core/output.ts';
import { identityOf, isAlive, type ProcessIdentity } from '../../exec/process.ts';
import type { LockHolder } from '../../state/deploys/locks.ts';
import type { Store } from '../../state/store.ts';

export interface LockClaim {
  app: string;
  /** Name of the actor. */
  owner: string;
  /** Purpose: `deploy 3f2c91a`, `restart`, … */
  purpose: string;
  build?: string;
  /** Waits for the holder instead of failing. */
  wait?: boolean;
  /**
   * The process that must complete the work after the body succeeded, before anybody else gets the lock: Git updates
   * the ref of a push after its hook has exited.
   */
  successor?: ProcessIdentity;
}

/**
 * The purpose of a lock that a successor holds, and the time for which others wait for the successor instead of being
 * refused.
 */
const refUpdatePurpose = 'move refs';
const handoverGraceMs = 10_000;

/** A held lock. `apps:unlock` may break it. After that, the holder must change nothing. */
export interface HeldLock {
  /** Throws when the lock was broken. */
  check(): void;
  /** Aborted, with a `Failure` as the reason, soon after the lock was broken. */
  lost: AbortSignal;
}

const heartbeatIntervalMs = 2_000;
const retryIntervalMs = 250;

/**
 * Runs `body` while holding the app's deploy lock. The lock of a dead process counts as free, so no lock is ever left
 * behind. A refusal names the holder, its purpose and its start time.
 */
export async function withLock<T>(
  { store, out, signal }: { store: Store; out: Output; signal: AbortSignal },
  claim: LockClaim,
  body: (lock: HeldLock) => Promise<T>,
): Promise<T> {
  refuseLockedByHand(store, claim.app);
  const fence = await acquire(store, out, signal, claim);
  const loss = new AbortController();
  const renewLock = () => {
    if (!loss.signal.aborted && !store.locks.beat(claim.app, fence)) loss.abort(lostLock(claim.app));
  };
  const beat = setInterval(() => {
    try {
      renewLock();
    } catch {
      // A failed write to the database does not mean that the lock is lost.
    }
  }, heartbeatIntervalMs);
  const check = () => {
    renewLock();
    throwIfCancelled(loss.signal);
  };
  let successor: ProcessIdentity | undefined;
  try {
    const result = await body({ check, lost: loss.signal });
    successor = claim.successor;
    return result;
  } finally {
    clearInterval(beat);
    if (successor) store.locks.handOver(claim.app, fence, { ...successor, purpose: refUpdatePurpose });
    else store.locks.release(claim.app, fence);
  }
}

/** The living holder of the app's lock, or undefined. */
export function livingHolder(store: Store, app: string): LockHolder | undefined {
  const holder = store.locks.holder(app);
  return holder && isAlive(holder) ? holder : undefined;
}

export function describeHolder(holder: LockHolder, now = Date.now()): string {
  const build = holder.build ? `, build ${holder.build}` : '';
  return `${holder.owner} (${holder.purpose}${build}) for ${humanDuration(now - holder.since)}`;
}

async function acquire(store: Store, out: Output, signal: AbortSignal, claim: LockClaim): Promise<number> {
  const self = identityOf(process.pid)!;
  const began = Date.now();
  let announced = false;
  for (;;) {
    throwIfCancelled(signal);
    const now = Date.now();
    const result = store.locks.acquire(
      claim.app,
      { ...self, owner: claim.owner, purpose: claim.purpose, build: claim.build, since: now, heartbeat: now },
      // One push may deploy twice. Its successor waits for both deploys.
      (holder) => isAlive(holder) && holder.pid !== claim.successor?.pid,
    );
    if ('fence' in result) return result.fence;
    const isHandover = result.holder.purpose === refUpdatePurpose && now - began < handoverGraceMs;
    if (!claim.wait && !isHandover) throw refused(claim.app, result.holder);
    if (!announced && !isHandover) {
      announced = true;
      out.step(`Waiting for ${describeHolder(result.holder)}`);
    }
    await new Promise((resolve) => setTimeout(resolve, retryIntervalMs));
  }
}

function refused(app: string, holder: LockHolder): Failure {
  return new Failure(`${app} currently has a deploy lock in place, held by ${describeHolder(holder)}`, {
    code: 'lock.held',
    hint: [`Queue behind it: git push -o wait …`, ...watchHints(app, holder)],
  });
}

/**
 * Refuses a change of settings that could not be applied to the running app now, before anything is stored. `noWait`:
 * the change must not wait for a running deploy.
 */
export function refuseIfLocked(store: Store, app: string, { noWait }: { noWait: boolean }): void {
  refuseLockedByHand(store, app);
  const holder = noWait ? livingHolder(store, app) : undefined;
  if (!holder) return;
  throw new Failure(`${app} currently has a deploy lock in place, held by ${describeHolder(holder)}`, {
    code: 'lock.held',
    hint: [
      'Nothing was changed. To wait for that deploy, run the command without --no-wait',
      ...watchHints(app, holder),
    ],
  });
}

function watchHints(app: string, { build }: LockHolder): string[] {
  return [
    ...(build ? [`Watch it: dokku builds:output ${app} ${build} --follow`] : []),
    `Cancel it: dokku builds:cancel ${app} · Force the lock open: dokku apps:unlock ${app}`,
  ];
}

function refuseLockedByHand(store: Store, app: string): void {
  const locked = store.apps.find(app);
  if (!locked?.lockedBy) return;
  const age = humanDuration(Date.now() - (locked.lockedAt ?? 0));
  throw new Failure(
    `${app} currently has a deploy lock in place: ${locked.lockedBy} locked deploys ${age} ago`,
    {
      code: 'lock.by-hand',
      hint: `Allow deploys again: dokku apps:unlock ${app}`,
    },
  );
}

function lostLock(app: string): Failure {
  return new Failure(
    `apps:unlock broke the deploy lock of ${app}; this deploy stopped and changes nothing else`,
    {
      code: 'lock.lost',
      hint: `See what runs now: dokku builds:list ${app}`,
    },
  );
}
