import { deployedSpec } from '../../deploy/plan/ingredients.ts';
import { urlsOf } from '../../release/urls.ts';
import type { Store } from '../../state/store.ts';

/** Where the release that serves answers, sorted: settings that were changed since count from the next deploy. */
export function servedUrls(store: Store, app: string): string[] {
  return urlsOf(deployedSpec(store, app));
}
