import type { AppSpec } from '../../appspec/types.ts';
import type { BuiltImage } from '../../build/types.ts';
import { notDeployed } from '../../core/failure.ts';
import type { ReleaseSpec } from '../../release/types.ts';
import type { CurrentParts, ReleaseRecord } from '../../state/deploys/release-record.ts';
import type { Store } from '../../state/store.ts';
import type { FolderFiles } from './kustomize-folder.ts';

/** The parts of a release that come from a source; the settings are the other part. */
export interface ReleaseInputs {
  appSpec: AppSpec;
  kustomize: FolderFiles;
  image: BuiltImage;
}

/** The inputs of a recorded release. */
export function inputsFromRecord(record: ReleaseRecord): ReleaseInputs {
  return {
    appSpec: JSON.parse(record.appSpec),
    kustomize: JSON.parse(record.kustomize),
    image: JSON.parse(record.image),
  };
}

/** The serving release. Throws a Failure that names the deploy command when there is none. */
export function currentRelease(store: Store, app: string): ReleaseRecord {
  const record = store.releases.current(app);
  if (record) return record;
  throw notDeployed(app);
}

/** The inputs of the serving release, read without its manifest. */
export function currentParts(store: Store, app: string): CurrentParts {
  const parts = store.releases.currentParts(app);
  if (parts) return parts;
  throw notDeployed(app);
}

/** The spec of the serving release, as it was decided when it was released. */
export function deployedSpec(store: Store, app: string): ReleaseSpec {
  return JSON.parse(currentParts(store, app).spec);
}
