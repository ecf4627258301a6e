import { setTimeout as pause } from 'node:timers/promises';
import { ExitStatus, Failure } from '../core/failure.ts';
import type { Output } from '../core/output.ts';
import { isAlive } from '../exec/process.ts';
import type { Store } from '../state/store.ts';

/** A cancelled deploy rolls back what it had begun, so it gets time before it is killed. */
const graceMilliseconds = 30_000;

/** Ends a running deploy and waits until it has ended; its record says `canceled` exactly once. */
export async function cancelBuild(
  { store, out }: { store: Store; out: Output },
  app: string,
  id: string | undefined,
): Promise<void> {
  const build =
    id === undefined
      ? store.builds.list(app).find(({ status }) => status === 'running')
      : store.builds.find(app, id);
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
  signalProcess(build.pid, 'SIGTERM');
  const deadline = Date.now() + graceMilliseconds;
  while (isAlive(build) && Date.now() < deadline && store.builds.find(app, build.id)?.status === 'running')
    await pause(50);
  if (isAlive(build) && store.builds.find(app, build.id)?.status === 'running')
    signalProcess(build.pid, 'SIGKILL');
  store.builds.finish(build.id, { status: 'canceled', exitCode: 137, reason: 'Cancelled' });
  const ended = store.builds.find(app, build.id)!;
  if (ended.status !== 'canceled') {
    throw new Failure(`Build ${build.id} had already ended: it ${ended.status}`, {
      code: 'build.ended',
      exitStatus: ExitStatus.failure,
    });
  }
  out.step(`Build ${build.id} is cancelled`);
}

function signalProcess(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}
