import { Cancelled, ExitStatus, Failure, messageOf } from '../../core/failure.ts';
import { sortableId } from '../../core/ids.ts';
import { Output } from '../../core/output.ts';
import { printFailure } from '../../core/print-failure.ts';
import { identityOf, type ProcessIdentity } from '../../exec/process.ts';
import { openWorkFolder, type WorkFolder } from '../../exec/work-folder.ts';
import type { Build } from '../../state/deploys/builds.ts';
import { openBuildLog, pruneBuilds } from './build-log.ts';
import type { DeployContext } from './context.ts';
import { type DeployFacts, readFacts } from './facts.ts';
import { hideSecrets } from './hide-secrets.ts';
import { KeepAlive } from './keep-alive.ts';
import { type HeldLock, withLock } from './lock.ts';
import { reap } from './reap.ts';
import { Stages } from './stages.ts';

/** What is to be done, as the lock, the list of builds and the record name it. */
export interface DeployTask {
  app: string;
  /** `deploy 3f2c91a`, `restart`: what a refusal reports of the holder of the lock. */
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
  /** Stores under the lock what the deploy is to find, before anything is read. */
  change?: () => void;
}

/** What the stages share that change nothing yet; a preview consists of them. */
export interface PreparedRun extends DeployContext {
  app: string;
  build: string;
  facts: DeployFacts;
  stages: Stages;
  work: WorkFolder;
  /** Warnings that were printed already. */
  reportedWarnings: Set<string>;
}

/** One deploy under the lock of its app: everything its stages share. */
export interface DeployRun extends PreparedRun {
  lock: HeldLock;
}

/** How many builds are kept when nothing is set. */
const defaultRetention = 20;

/**
 * The frame of every change to what an app runs: takes the lock, reads the facts, keeps a record and a log, cleans up.
 * `body` does the work; whatever way it ends, the build is ended exactly once and the lock is free.
 */
export async function runDeploy(
  context: DeployContext,
  task: DeployTask,
  body: (run: DeployRun) => Promise<void>,
): Promise<void> {
  const { environment, store, actor } = context;
  const { app, purpose, wait, successor } = task;
  const build = task.build ?? sortableId();
  reap(context);
  await withLock(context, { app, owner: actor.name, purpose, build, wait, successor }, async (lock) => {
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
    const stdout = task.build === undefined ? context.out.stdout : { write: () => {} };
    using keepAlive = new KeepAlive(stdout, () => stages?.current);
    const out = context.out.with({ stdout: keepAlive, stderr: keepAlive }).joined(log);
    const signal = AbortSignal.any([context.signal, lock.lost]);
    stages = new Stages(out, signal);
    let facts: DeployFacts | undefined;
    try {
      task.change?.();
      facts = readFacts(context, app);
      hideSecrets(out, facts.config);
      await body({
        ...context,
        out,
        signal,
        app,
        build,
        facts,
        stages,
        lock,
        work,
        reportedWarnings: new Set(),
      });
      store.builds.finish(build, { status: 'succeeded', exitCode: ExitStatus.ok });
    } catch (error) {
      // The caller prints the error for the person; the log gets its own copy.
      printFailure(new Output({ stdout: log, stderr: log, redactor: out.redactor }), error);
      store.builds.finish(build, failedEnd(error, out));
      throw error;
    } finally {
      pruneBuilds(environment, store, app, retentionOf(facts?.properties ?? store.properties, app));
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

/** Like a deploy, but without its lock, its record and its log: nothing is changed. */
export async function runPreview<T>(
  context: DeployContext,
  app: string,
  body: (run: PreparedRun) => Promise<T>,
): Promise<T> {
  const build = sortableId();
  using work = openWorkFolder(context.environment, build);
  const stages = new Stages(context.out, context.signal);
  const facts = readFacts(context, app);
  hideSecrets(context.out, facts.config);
  return await body({ ...context, app, build, facts, stages, work, reportedWarnings: new Set() });
}

function retentionOf(properties: DeployFacts['properties'], app: string): number {
  return Number(properties.effective(app, 'builds', 'retention', String(defaultRetention)));
}
