import { setTimeout as delay } from 'node:timers/promises';
import { randomHex } from '../../core/ids.ts';
import type { IngressAddress } from './addresses.ts';
import { askIngress } from './ask.ts';

const intervalMs = 100;
/** Statuses of an ingress that knows the host, but no pod for it. */
const noPod = [502, 503, 504];

/** A host that an ingress does not route, and the status that the ingress answers with. */
export interface UnroutedHost {
  domain: string;
  status: number;
}

/**
 * Asks an ingress for each host until it answers otherwise than for a host that nobody has, at most `timeoutMs`. Returns
 * the hosts for which it does not. An app that answers in exactly the same way counts as not routed.
 */
export async function unroutedHosts(
  address: IngressAddress,
  { domains, path, timeoutMs }: { domains: readonly string[]; path: string; timeoutMs: number },
  signal: AbortSignal,
): Promise<UnroutedHost[]> {
  const deadline = Date.now() + timeoutMs;
  const unknown = await askIngress(address, `${randomHex(8)}.invalid`, path, signal);
  if (!unknown) return [];
  const unrouted = await Promise.all(
    domains.map(async (domain) => {
      for (;;) {
        // No answer in time comes from a slow app: the ingress itself has just answered.
        const answer = await askIngress(address, domain, path, signal);
        const isRouted =
          !answer || (answer.signature !== unknown.signature && !noPod.includes(answer.status));
        if (isRouted) return undefined;
        if (Date.now() > deadline || signal.aborted) return { domain, status: answer.status };
        await delay(intervalMs);
      }
    }),
  );
  return unrouted.filter((host) => host !== undefined);
}
