import type { Environment } from '../../core/environment.ts';
import { isAlive } from '../../exec/process.ts';
import { sweepWorkFolders } from '../../exec/work-folder.ts';
import type { Store } from '../../state/store.ts';

const crashReason = 'The deploy process died unexpectedly (killed, or the machine restarted).';

/** Completes the records of deploys whose process died, and deletes their files in the work folder. */
export function reap({ environment, store }: { environment: Environment; store: Store }): void {
  for (const build of store.builds.running().filter((each) => !isAlive(each)))
    store.builds.finish(build.id, { status: 'failed', exitCode: 137, reason: crashReason });
  // Includes deploys whose build another process ended: `builds:cancel` of a process that did not react.
  for (const { app, number, build: id, stages } of store.releases.running()) {
    const build = id === undefined ? undefined : store.builds.find(app, id);
    if (build && isAlive(build)) continue;
    store.releases.finish(app, number, { outcome: 'abandoned', reason: crashReason, stages });
  }
  sweepWorkFolders(environment);
}
