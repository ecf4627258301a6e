import type { AppSpec } from '../appspec/types.ts';
import type { BuiltImage } from '../build/types.ts';
import { Failure } from '../core/failure.ts';
import type { ReleaseRecord } from '../state/releases.ts';
import type { Store } from '../state/store.ts';
import type { FolderFiles } from './folder.ts';

/** What a release is made of besides the settings: all that comes out of a source. */
export interface Ingredients {
  appSpec: AppSpec;
  kustomize: FolderFiles;
  image: BuiltImage;
}

/** The same again, from the record of a release. */
export function ingredientsOf(record: ReleaseRecord): Ingredients {
  return {
    appSpec: JSON.parse(record.appSpec),
    kustomize: JSON.parse(record.kustomize),
    image: JSON.parse(record.image),
  };
}

/** The release that serves, or a designed failure that says how to get one. */
export function currentRelease(store: Store, app: string): ReleaseRecord {
  const record = store.releases.current(app);
  if (record) return record;
  throw new Failure(`${app} has not been deployed yet`, {
    code: 'app.not-deployed',
    hint: `Push it: git push dokku main · or deploy an image: dokku git:from-image ${app} <image>`,
  });
}
