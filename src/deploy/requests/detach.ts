import { join } from 'node:path';
import type { Actor } from '../../access/actor.ts';
import { sortableId } from '../../core/ids.ts';
import { startDetached } from '../../exec/detached.ts';
import { identityOf } from '../../exec/process.ts';
import { openBuildLog } from '../frame/build-log.ts';
import type { DeployContext } from '../frame/context.ts';

/**
 * Starts the deploy of a pushed commit in a separate process. Returns the id of its build. The build is recorded and
 * its log is open before that process starts, so that the log shows why the process failed to start.
 */
export function detachDeploy(
  { environment, store }: Pick<DeployContext, 'environment' | 'store'>,
  push: { app: string; ref: string; commit: string; actor: Actor; env: Record<string, string | undefined> },
): string {
  const { app, ref, commit } = push;
  const build = sortableId();
  using log = openBuildLog(environment, app, build);
  store.builds.start({
    id: build,
    app,
    kind: 'build',
    source: 'git-push',
    author: push.actor.name,
    commit,
    // Until the other process has a number.
    ...identityOf(process.pid)!,
    startedAt: Date.now(),
  });
  const program = join(environment.installation, 'bin/dokku');
  const pid = startDetached(program, ['git-deploy', app, ref, build], { env: push.env, logFile: log.path });
  const runner = pid === undefined ? undefined : identityOf(pid);
  if (runner) store.builds.assign(build, runner);
  return build;
}
