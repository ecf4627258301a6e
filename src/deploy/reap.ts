import type { Environment } from '../core/environment.ts';
import { isAlive } from '../exec/process.ts';
import type { Store } from '../state/store.ts';
import { sweepWorkFolders } from './work-folder.ts';

const died = 'The process of this deploy ended without a word (killed, or the machine restarted)';

/** Ends the records of deploys whose process is gone and removes what they left in the work folder. */
export function reap({ environment, store }: { environment: Environment; store: Store }): void {
  for (const build of store.builds.running().filter((each) => !isAlive(each))) {
    store.builds.finish(build.id, { status: 'failed', exitCode: 137, reason: died });
    for (const release of store.releases.list(build.app).filter((each) => each.build === build.id)) {
      store.releases.finish(build.app, release.number, {
        outcome: 'abandoned',
        reason: died,
        stages: release.stages,
      });
    }
  }
  sweepWorkFolders(environment);
}
