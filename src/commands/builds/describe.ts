import { humanDuration, unixSeconds } from '../../core/clock.ts';
import { buildLogPath, type Environment } from '../../core/environment.ts';
import { Failure } from '../../core/failure.ts';
import { isAlive } from '../../exec/process.ts';
import type { Build } from '../../state/deploys/builds.ts';
import type { Store } from '../../state/store.ts';

/** The build of that id, or the newest one. Throws a Failure when it does not exist. */
export function findBuild(store: Store, app: string, id: string | undefined): Build {
  const build = id === undefined ? store.builds.list(app)[0] : store.builds.find(app, id);
  if (build) return build;
  throw new Failure(id === undefined ? `${app} has no builds yet` : `${app} has no build ${id}`, {
    code: 'build.missing',
    hint:
      id === undefined
        ? 'Push the app to create one: git push dokku main'
        : `List the builds with: dokku builds:list ${app}`,
  });
}

/** A build is abandoned when its record is running and its process has died. */
export function displayStatus(build: Build): string {
  return build.status === 'running' && !isAlive(build) ? 'abandoned' : build.status;
}

export function durationOf(build: Build): string {
  return humanDuration((build.finishedAt ?? Date.now()) - build.startedAt);
}

/** The form in JSON; times in Unix seconds. */
export function buildAsJson(environment: Environment, build: Build): Record<string, unknown> {
  return {
    id: build.id,
    app: build.app,
    kind: build.kind,
    pid: build.pid,
    started_at: unixSeconds(new Date(build.startedAt)),
    finished_at: build.finishedAt === undefined ? null : unixSeconds(new Date(build.finishedAt)),
    status: build.status,
    display_status: displayStatus(build),
    duration: durationOf(build),
    source: build.source ?? '',
    author: build.author ?? '',
    commit: build.commit ?? '',
    exit_code: build.exitCode ?? null,
    reason: build.reason ?? '',
    log_path: buildLogPath(environment, build.app, build.id),
  };
}
