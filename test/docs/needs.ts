import { execFileSync } from 'node:child_process';
import { type PrivateRegistry, startPrivateRegistry } from '../cluster/build/private-registry.ts';

/** What a page's examples require, until the reader leaves. */
export interface Provided {
  /** Names on the page, with the real names of this test. */
  names: Record<string, string>;
  /** Variables that the page does not show. */
  env: Record<string, string>;
  end(): Promise<void>;
}

/** Optional parts of a cluster. */
const addons = ['cert-manager', 'keda'];

/** Provides what a page's examples require. */
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
