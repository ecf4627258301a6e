import { setTimeout as delay } from 'node:timers/promises';
import { annotation } from '../../core/labels.ts';
import type { Kube } from '../../kube/kube.ts';
import type { NamespacedName } from '../../kube/types.ts';
import { claimRef, getClaim } from '../objects.ts';

/** Milliseconds between two looks. */
const checkIntervalMs = 1000;

/**
 * Lets Kubernetes look at a claim again that names its volume and does not get it. Whatever the volume controller
 * meets when it binds the two, it tries again only a quarter of a minute later, or when the claim is changed. Ends
 * with the signal.
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
