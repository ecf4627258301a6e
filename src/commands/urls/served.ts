import { Failure } from '../../core/failure.ts';
import { urlsOf } from '../../release/urls.ts';
import type { Store } from '../../state/store.ts';

/** Where the release that serves answers, sorted: settings that were changed since count from the next deploy. */
export function servedUrls(store: Store, app: string): string[] {
  const current = store.releases.currentParts(app);
  if (current) return urlsOf(JSON.parse(current.spec));
  throw new Failure(`${app} has not been deployed yet`, {
    code: 'app.not-deployed',
    hint: `Push it: git push dokku main · or deploy an image: dokku git:from-image ${app} <image>`,
  });
}
