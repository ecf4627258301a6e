import { join } from 'node:path';
import { readAppSpec } from '../../appspec/read.ts';
import { sourceFiles } from '../../appspec/source-files.ts';
import type { AppSpec } from '../../appspec/types.ts';
import { buildApp } from '../../build/build-app.ts';
import { buildDirectory } from '../../build/build-directory.ts';
import { readBuildSettings } from '../../build/settings/read-build-settings.ts';
import { Failure } from '../../core/failure.ts';
import { identityOf } from '../../exec/process.ts';
import { readRef } from '../../git/branch.ts';
import { extractTree } from '../../git/extract.ts';
import { defaultBranch, type PushedRef } from '../../git/refs.ts';
import { revisionVariable } from '../../release/settings/revision-variable.ts';
import { checkLfsPointers } from '../check/lfs-pointers.ts';
import { type RenderedAhead, renderAhead } from '../check/render-ahead.ts';
import type { DeployContext } from '../frame/context.ts';
import { type DeployRun, type PreparedRun, runDeploy } from '../frame/deploy-run.ts';
import { deployFromInputs, revisionOf } from '../pipeline.ts';
import { readFolder } from '../plan/kustomize-folder.ts';
import { checkBeforeBuild, type Draft, draftRelease } from '../plan/plan.ts';
import type { ReleaseInputs } from '../plan/release-inputs.ts';

/** A commit to deploy, as the pre-receive hook or a rebuild found it. */
export interface Push {
  app: string;
  /** Bare repository. */
  repository: string;
  /** Commit id. */
  newRev: string;
  /**
   * Id of the commit's tree. An image that was built from it is used again. Absent when the image must be built again.
   */
  tree?: string;
  pushOptions?: string[];
  /** Id of the build when it is recorded already. */
  build?: string;
  /** The ref that the push updates, and its value when the push started. Absent when no ref is updated. */
  move?: { ref: string; oldRev: string };
  /** The tags that the same push brings. */
  pushedTags?: readonly PushedRef[];
  /** The description of the release; default `Deploy <commit>`. */
  description?: string;
}

/**
 * Deploys a commit of the app's repository. Throws when the new version does not serve, and Git then rejects the push.
 */
export async function deployPush(context: DeployContext, push: Push): Promise<void> {
  const short = push.newRev.slice(0, 7);
  const task = {
    app: push.app,
    purpose: `deploy ${short}`,
    kind: 'build',
    source: 'git-push',
    commit: push.newRev,
    wait: push.pushOptions?.includes('wait'),
    build: push.build,
    // Our parent is git's receive-pack, which updates the ref after this process has exited.
    successor: push.move && identityOf(process.ppid),
  } as const;
  await runDeploy(context, task, async (run) => {
    if (push.move) await refuseMoved(push.repository, push.move);
    const { inputs, draft } = await fromCommit(run, push);
    if (skipsDeploy(run)) return;
    const origin = {
      description: push.description ?? `Deploy ${short}`,
      commit: push.newRev,
      source: { kind: 'git-push', metadata: push.newRev },
    };
    await deployFromInputs(run, inputs, origin, draft);
  });
}

/** `ps:set skip-deploy true`: the image is built and kept for later. */
function skipsDeploy({ facts, app, out }: DeployRun): boolean {
  if (facts.properties.effective(app, 'ps', 'skip-deploy', 'false') !== 'true') return false;
  out.step('Skipping the deploy because skip-deploy is set');
  out.detail(`Deploy the built image: dokku ps:set ${app} skip-deploy && dokku ps:rebuild ${app}`);
  return true;
}

/** Git refuses to update a ref that another push has updated meanwhile, so the commit must not be deployed either. */
async function refuseMoved(
  repository: string,
  { ref, oldRev }: { ref: string; oldRev: string },
): Promise<void> {
  const now = (await readRef(repository, ref)) ?? '0'.repeat(oldRev.length);
  if (now === oldRev) return;
  throw new Failure(`${ref.replace(/^refs\/(heads|tags)\//, '')} was moved while this push was waiting`, {
    code: 'git.moved',
    hint: 'Fetch the new commits and push again: git fetch, then git rebase or git merge',
  });
}

/** Checks, builds and reads what a commit holds. */
export async function fromCommit(
  run: PreparedRun,
  push: Push,
): Promise<{ inputs: ReleaseInputs; draft: Draft }> {
  const { stages, work, store, facts, out, signal } = run;
  const { app, repository, newRev } = push;
  const source = join(work.path, 'source');
  const gitDirectory = await stages.run('extract', async () => {
    const keepGitDir = gitDirectoryOf(run, push);
    const report = (line: string) => out.detail(line);
    const contents = await extractTree(repository, newRev, source, { signal, keepGitDir, report });
    await checkLfsPointers(run, repository, source);
    return contents;
  });
  const tree = push.tree && gitDirectory ? `${push.tree} ${gitDirectory}` : push.tree;
  const appSpec = await stages.run('read', () => readSource(run, source));
  const draft = await checkBeforeBuild(run, draftRelease(run, appSpec, { fromSource: true }));
  const folder = appSpec.kustomize && join(source, appSpec.kustomize.path);
  const kustomize = folder ? await readFolder(folder) : {};
  let rendered: RenderedAhead | undefined;
  const meanwhile = () => {
    rendered = renderAhead(run, draft, { kustomize, revision: revisionOf(run, newRev) });
    void connectAhead(run);
  };
  const build = async () => {
    const settings = readBuildSettings(app, {
      ...facts,
      dockerOptions: facts.settings.dockerOptions,
      revisionVariable: revisionVariable(facts.properties, app),
    });
    const request = {
      app,
      build: run.build,
      sourceDir: source,
      workDir: work.path,
      tag: String(facts.number),
      revision: newRev,
      settings,
      tree,
    };
    return (await buildApp(store, request, { out, signal, meanwhile })).image;
  };
  try {
    const image = await stages.run('build', build);
    return { inputs: { appSpec, kustomize, image }, draft: { ...draft, rendered } };
  } catch (error) {
    rendered?.abandon();
    throw error;
  }
}

/** What the `.git` folder of the build holds; undefined without `git:set keep-git-dir true`. */
function gitDirectoryOf({ facts: { properties } }: PreparedRun, { app, move, pushedTags }: Push) {
  if (properties.effective(app, 'git', 'keep-git-dir', 'false') !== 'true') return undefined;
  // A first push sets the deploy branch after its deploy.
  const pushed = /^refs\/heads\/(.+)$/.exec(move?.ref ?? '')?.[1];
  const branch = pushed ?? properties.effective(app, 'git', 'deploy-branch', defaultBranch);
  return { branch, pushedTags };
}

/**
 * Loads the API client and connects to the server during the build. The first request is one that is needed anyway: the
 * discovery of the kinds that the app consists of.
 */
async function connectAhead({ kube, facts, signal }: PreparedRun): Promise<void> {
  try {
    const connected = await kube();
    const { serving } = facts;
    if (!serving) await connected.version({ signal });
    else await Promise.all(serving.manifest().objects.map((object) => connected.isNamespaced(object)));
  } catch {
    // The next request reports the failure.
  }
}

/** Reads app.json, Procfile and Kustomize folder, and prints their paths when the settings name other ones. */
async function readSource({ facts, app, out }: PreparedRun, source: string): Promise<AppSpec> {
  const { properties, settings } = facts;
  const buildDir = properties.effective(app, 'builder', 'build-dir', '');
  await buildDirectory(source, { app, buildDir });
  const appSpec = await readAppSpec(source, {
    app,
    buildDir,
    appJsonPath: properties.effective(app, 'app-json', 'appjson-path', 'app.json'),
    procfilePath: properties.effective(app, 'ps', 'procfile-path', 'Procfile'),
    kustomizePath: settings.kustomizeRootPath,
  });
  const used = Object.values(appSpec.files ?? {});
  const standard: string[] = Object.values(sourceFiles({}));
  if (used.some((file) => !standard.includes(file))) out.step(`Reading ${used.join(', ')}`);
  return appSpec;
}
