import { setTimeout as delay } from 'node:timers/promises';
import { annotation } from '../../core/labels.ts';
import type { Kube } from '../../kube/kube.ts';
import type { NamespacedName } from '../../kube/types.ts';
import { claimRef, getClaim } from '../objects.ts';

/** Milliseconds between two checks of the claim. */
const checkIntervalMs = 1000;

/**
 * Makes Kubernetes retry the binding of a claim that names its volume but stays pending. After an error, the volume
 * controller retries only 15 seconds later, or when the claim is changed. Stops when the claim is no longer pending or
 * the signal is aborted.
 */
export async function retryBinding(kube: Kube, place: NamespacedName, signal: AbortSignal): Promise<void> {
  const mark = (value: string | null) =>
    kube.patch(
      claimRef(place),
      { metadata: { annotations: { [annotation.retryBinding]: value } } },
      { signal },
    );
  for (;;) {
    await delay(checkIntervalMs, undefined, { signal });
    const claim = await getClaim(kube, place, { signal });
    if (claim?.status?.phase !== 'Pending' || !claim.spec.volumeName) return;
    await mark('now');
    await mark(null);
  }
}
