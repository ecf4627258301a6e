import { configuredPort } from '../../release/process/configured-port.ts';
import { detectPorts } from '../../release/process/ports.ts';
import type { PortMap } from '../../state/apps/ports.ts';
import type { Store } from '../../state/store.ts';

/** The mappings for the ports that the image of the current release exposes; none before the first deploy. */
export function portsOfCurrentRelease(store: Store, app: string): PortMap[] {
  const current = store.releases.currentParts(app);
  if (!current) return [];
  const configured = configuredPort(store.config.merged(app));
  return detectPorts(JSON.parse(current.image).exposedPorts, configured).maps;
}
