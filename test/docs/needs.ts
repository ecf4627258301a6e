import { execFileSync } from 'node:child_process';
import { type PrivateRegistry, startPrivateRegistry } from '../cluster/build/private-registry.ts';

/** What was made for a page, until its reader leaves. */
export interface Provided {
  /** Names on the page and what they are here. */
  names: Record<string, string>;
  /** Variables of what the page hides. */
  env: Record<string, string>;
  end(): Promise<void>;
}

/** Parts of a cluster that not everybody has. */
const addons = ['cert-manager', 'keda'];

/** Brings what a page's examples take for granted. */
export async function provide(needs: readonly string[]): Promise<Provided> {
  let registry: PrivateRegistry | undefined;
  for (const need of needs) {
    if (addons.includes(need)) execFileSync('scripts/engine/engine', ['addon', need], { stdio: 'ignore' });
    else if (need === 'private-registry') registry = await startPrivateRegistry();
    else throw new Error(`No page can need "${need}"`);
  }
  return {
    names: registry ? { 'registry.example.com': registry.host } : {},
    env: registry ? { REGISTRY_USER: registry.username, REGISTRY_PASSWORD: registry.password } : {},
    end: async () => registry?.stop(),
  };
}
