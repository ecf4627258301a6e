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
import { KeepAlive } from './keep-alive.ts';
import { type HeldLock, withLock } from './lock.ts';
import { reap } from './reap.ts';
import { Stages } from './stages.ts';

/** The purpose of the run, as the lock, the list of builds and the release record name it. */
export interface DeployTask {
  app: string;
  /** `deploy 3f2c91a`, `restart`: how a refusal describes the holder of the lock. */
  purpose: string;
  kind: Build['kind'];
  source?: string;
  commit?: string;
  /** Waits for a running deploy instead of failing. */
  wait?: boolean;
  /** The build of a detached push. It is already recorded, and this process writes to its log. */
  build?: string;
  /** The process that completes a successful deploy, see `LockClaim`. */
  successor?: ProcessIdentity;
  /** Stores settings under the lock, before the deploy reads any. */
  change?: () => void;
}

/** What all stages share that change nothing yet. A preview consists of these stages. */
export interface PreparedRun extends DeployContext {
  app: string;
  build: string;
  facts: DeployFacts;
  stages: Stages;
  work: WorkFolder;
  /** Warnings that were printed before. */
  reportedWarnings: Set<string>;
}

/** One deploy under the lock of its app: everything that its stages share. */
export interface DeployRun extends PreparedRun {
  lock: HeldLock;
}

/** Default number of builds that are kept. */
const defaultRetention = 20;

/**
 * The frame of every change to a running app: acquires the lock, reads the facts, keeps a record and a log, and cleans
 * up. `body` does the work. However `body` ends, the build is finished exactly once and the lock is released.
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
    // When the output is the log itself, each line would appear twice.
    const stdout = task.build === undefined ? context.out.stdout : { write: () => {} };
    using keepAlive = new KeepAlive(stdout, () => stages?.current);
    const out = context.out.with({ stdout: keepAlive, stderr: keepAlive }).joined(log);
    const signal = AbortSignal.any([context.signal, lock.lost]);
    stages = new Stages(out, signal);
    let facts: DeployFacts | undefined;
    try {
      task.change?.();
      facts = readFacts(context, app);
      out.redactor.registerVariables(facts.config);
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
      // The caller prints the error to the user. The log gets its own copy.
      printFailure(new Output({ stdout: log, stderr: log, redactor: out.redactor }), error);
      store.builds.finish(build, buildEndOf(error, out));
      throw error;
    } finally {
      pruneBuilds(environment, store, app, retentionOf(facts?.properties ?? store.properties, app));
    }
  });
}

/** The status of a build, derived from the error. */
export function buildEndOf(error: unknown, { redactor }: Output) {
  return {
    status: error instanceof Cancelled ? 'canceled' : 'failed',
    exitCode: error instanceof Failure ? error.exitStatus : ExitStatus.failure,
    reason: redactor.redact(messageOf(error)),
  } as const;
}

/** Like a deploy, but without lock, record and log: nothing is changed. */
export async function runPreview<T>(
  context: DeployContext,
  app: string,
  body: (run: PreparedRun) => Promise<T>,
): Promise<T> {
  const build = sortableId();
  using work = openWorkFolder(context.environment, build);
  const stages = new Stages(context.out, context.signal);
  const facts = readFacts(context, app);
  context.out.redactor.registerVariables(facts.config);
  return await body({ ...context, app, build, facts, stages, work, reportedWarnings: new Set() });
}

function retentionOf(properties: DeployFacts['properties'], app: string): number {
  return Number(properties.effective(app, 'builds', 'retention', String(defaultRetention)));
}
