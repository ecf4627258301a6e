import type { AppSpec } from '../../appspec/types.ts';
import type { BuiltImage } from '../../build/types.ts';
import { notDeployed } from '../../core/failure.ts';
import type { ReleaseSpec } from '../../release/types.ts';
import type { CurrentParts, ReleaseRecord } from '../../state/deploys/release-record.ts';
import type { Store } from '../../state/store.ts';
import type { FolderFiles } from './kustomize-folder.ts';

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

/** The release that serves, or a failure that names the command to deploy. */
export function currentRelease(store: Store, app: string): ReleaseRecord {
  const record = store.releases.current(app);
  if (record) return record;
  throw notDeployed(app);
}

/** What the release that serves was made of; read without its manifest. */
export function currentParts(store: Store, app: string): CurrentParts {
  const parts = store.releases.currentParts(app);
  if (parts) return parts;
  throw notDeployed(app);
}

/** What the app runs now, as it was decided when it was released. */
export function deployedSpec(store: Store, app: string): ReleaseSpec {
  return JSON.parse(currentParts(store, app).spec);
}
