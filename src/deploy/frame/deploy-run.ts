import { Cancelled, ExitStatus, Failure, messageOf } from '../../core/failure.ts';
import { sortableId } from '../../core/ids.ts';
import { Output } from '../../core/output.ts';
import { printFailure } from '../../core/print-failure.ts';
import { identityOf, type ProcessIdentity } from '../../exec/process.ts';
import { openWorkFolder, type WorkFolder } from '../../exec/work-folder.ts';
import type { Build } from '../../state/deploys/builds.ts';
import { openBuildLog, pruneBuilds } from './build-log.ts';
import type { DeployContext } from './context.ts';
import { hideSecrets } from './hide-secrets.ts';
import { KeepAlive } from './keep-alive.ts';
import { type HeldLock, withLock } from './lock.ts';
import { reap } from './reap.ts';
import { Stages } from './stages.ts';

/** What is to be done, as the lock, the list of builds and the record name it. */
export interface DeployTask {
  app: string;
  /** `deploy 3f2c91a`, `restart`: what the holder of the lock is said to do. */
  purpose: string;
  kind: Build['kind'];
  source?: string;
  commit?: string;
  /** Waits for a running deploy instead of being refused. */
  wait?: boolean;
  /** A build that is recorded already, to whose log this process writes: that of a detached push. */
  build?: string;
  /** Who finishes what a success begins, see `LockClaim`. */
  successor?: ProcessIdentity;
}

/** One run of the pipeline: everything its stages share. */
export interface DeployRun extends DeployContext {
  app: string;
  build: string;
  task: DeployTask;
  stages: Stages;
  lock: HeldLock;
  work: WorkFolder;
  /** Warnings that were printed already. */
  told: Set<string>;
}

const retention = 20;

/**
 * The frame of every change to what an app runs: takes the lock, keeps a record and a log, cleans up. `body` does
 * the work; whatever way it ends, the build is ended exactly once and the lock is free.
 */
export async function runDeploy(
  context: DeployContext,
  task: DeployTask,
  body: (run: DeployRun) => Promise<void>,
): Promise<void> {
  const { environment, store, actor } = context;
  const { app } = task;
  const build = task.build ?? sortableId();
  reap(context);
  const claim = {
    app,
    owner: actor.name,
    purpose: task.purpose,
    build,
    wait: task.wait,
    successor: task.successor,
  };
  await withLock(context, claim, async (lock) => {
    using log = openBuildLog(environment, app, build);
    using work = openWorkFolder(environment, build);
    if (task.build === undefined) {
      store.builds.start({
        id: build,
        app,
        kind: task.kind,
        source: task.source,
        author: actor.name,
        commit: task.commit,
        ...identityOf(process.pid)!,
        startedAt: Date.now(),
      });
    }
    let stages: Stages | undefined;
    // Where the output is the log itself, each line would be there twice.
    const write = task.build === undefined ? (text: string) => context.out.raw(text) : () => {};
    using keepAlive = new KeepAlive({ write }, () => stages?.current);
    const out = new Output({
      stdout: keepAlive,
      stderr: keepAlive,
      quiet: context.out.quiet,
      color: context.out.color,
      trace: context.out.trace,
      redactor: context.out.redactor,
    }).joined(log);
    hideSecrets(out, store.config.merged(app));
    const signal = AbortSignal.any([context.signal, lock.lost]);
    stages = new Stages(out, signal);
    try {
      await body({
        ...context,
        kube: () => context.kube(),
        out,
        signal,
        app,
        build,
        task,
        stages,
        lock,
        work,
        told: new Set(),
      });
      store.builds.finish(build, { status: 'succeeded', exitCode: ExitStatus.ok });
    } catch (error) {
      // The caller prints the error for the person; the log gets its own copy.
      printFailure(new Output({ stdout: log, stderr: log, redactor: out.redactor }), error);
      store.builds.finish(build, failedEnd(error, out));
      throw error;
    } finally {
      pruneBuilds(environment, store, app, retentionOf(context, app));
    }
  });
}

/** How a build ends by what was thrown. */
export function failedEnd(error: unknown, { redactor }: Output) {
  return {
    status: error instanceof Cancelled ? 'canceled' : 'failed',
    exitCode: error instanceof Failure ? error.exitStatus : ExitStatus.failure,
    reason: redactor.redact(messageOf(error)),
  } as const;
}

function retentionOf({ store }: DeployContext, app: string): number {
  return Number(store.properties.effective(app, 'builds', 'retention', String(retention)));
}
