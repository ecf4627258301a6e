import { deployedSpec } from '../../deploy/plan/release-inputs.ts';
import { urlsOf } from '../../release/urls.ts';
import type { Store } from '../../state/store.ts';

/** The URLs of the current release, sorted. Settings changed since then take effect with the next deploy. */
export function servedUrls(store: Store, app: string): string[] {
  return urlsOf(deployedSpec(store, app));
}
