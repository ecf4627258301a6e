import { setTimeout as pause } from 'node:timers/promises';
import { restoreTimeoutMs } from '../../core/clock.ts';
import type { Environment } from '../../core/environment.ts';
import { ExitStatus, Failure } from '../../core/failure.ts';
import type { Output } from '../../core/output.ts';
import { isAlive } from '../../exec/process.ts';
import type { Build } from '../../state/deploys/builds.ts';
import type { Store } from '../../state/store.ts';
import { reap } from '../frame/reap.ts';

/** A cancelled deploy rolls back first, so it gets this much time before it is killed. */
const graceMs = restoreTimeoutMs + 30_000;

/** Cancels a running deploy and waits until it has finished. Its record becomes `canceled` exactly once. */
export async function cancelBuild(
  { environment, store, out }: { environment: Environment; store: Store; out: Output },
  app: string,
  id: string | undefined,
): Promise<void> {
  const build = id === undefined ? runningBuild(store, app) : store.builds.find(app, id);
  if (build?.status !== 'running') {
    throw new Failure(
      id === undefined ? `Nothing is being deployed for ${app}` : `Build ${id} of ${app} is not running`,
      {
        code: 'build.not-running',
        hint: `List the builds with: dokku builds:list ${app}`,
      },
    );
  }
  out.step(`Cancelling build ${build.id} of ${app}`);
  const runs = () => isAlive(build) && store.builds.find(app, build.id)?.status === 'running';
  signal(build, 'SIGTERM');
  const deadline = Date.now() + graceMs;
  while (runs() && Date.now() < deadline) await pause(50);
  if (runs()) signal(build, 'SIGKILL');
  store.builds.finish(build.id, { status: 'canceled', exitCode: 137, reason: 'Cancelled' });
  // A process that was killed or died before has left its release record unfinished.
  reap({ environment, store });
  const ended = store.builds.find(app, build.id)!;
  if (ended.status !== 'canceled') {
    throw new Failure(`Build ${build.id} had already finished (${ended.status})`, {
      code: 'build.ended',
      exitStatus: ExitStatus.failure,
    });
  }
  out.step(`Build ${build.id} is cancelled`);
}

/** The build that holds the deploy lock. Detached pushes that wait for the lock are running builds too. */
function runningBuild(store: Store, app: string): Build | undefined {
  const running = store.builds.list(app).filter(({ status }) => status === 'running');
  const holder = store.locks.holder(app)?.build;
  return running.find(({ id }) => id === holder) ?? running[0];
}

/** Another process may have got the number of a dead one. */
function signal(build: Build, name: NodeJS.Signals): void {
  if (!isAlive(build)) return;
  try {
    process.kill(build.pid, name);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}
