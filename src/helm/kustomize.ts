import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Failure } from '../core/failure.ts';
import { ExecFailure, lastLines } from '../exec/failure.ts';
import { runProgram } from '../exec/run-program.ts';
import { copyFolder } from '../kustomize/copy-folder.ts';
import { problemsOfKustomizations } from '../kustomize/remotes.ts';
import { refuseFolder } from '../kustomize/walk-folder.ts';
import { refuseBombs } from '../kustomize/yaml-bombs.ts';
import { kustomizeArguments } from './arguments.ts';
import type { HelmContext } from './context.ts';
import { noGarbageCollection } from './start-time.ts';

export interface KustomizeInput {
  /** The repository's folder. */
  source: string;
  workDir: string;
  /** The chart's output. The folder sees it as `rendered.yaml`, without the namespace that Helm applies it to. */
  rendered: string;
  namespace: string;
}

const kustomizeTimeoutMs = 60_000;

/**
 * Builds a private copy of the folder. Kustomize has no network and git has no transport, so a remote base cannot come
 * in even if the reader of the repository missed it. An error of Kustomize is shown in Kustomize's own words.
 */
export async function kustomize(
  context: Pick<HelmContext, 'kustomize' | 'home'>,
  { source, workDir, rendered, namespace }: KustomizeInput,
  { signal }: { signal?: AbortSignal } = {},
): Promise<string> {
  const folder = join(workDir, 'kustomize');
  await rm(folder, { recursive: true, force: true });
  await copyFolder(source, folder);
  await refuseBombs(folder);
  // A release from before a check has a folder that no push has checked.
  for (const { file, what } of await problemsOfKustomizations(folder)) refuseFolder(file, what);
  await writeFile(join(folder, 'rendered.yaml'), withoutNamespace(rendered, namespace));
  const { stdout } = await build(context, folder, signal);
  if (isWithout(stdout, rendered)) {
    throw new Failure("Kustomize's output contains none of the app's own objects", {
      code: 'kustomize.unused',
      hint: 'List rendered.yaml under "resources:" in kustomization.yaml',
    });
  }
  return stdout;
}

async function build(context: Pick<HelmContext, 'kustomize' | 'home'>, folder: string, signal?: AbortSignal) {
  const nowhere = 'http://127.0.0.1:9';
  try {
    return await runProgram(context.kustomize, kustomizeArguments(folder), {
      env: {
        ...noGarbageCollection,
        HOME: context.home,
        GIT_ALLOW_PROTOCOL: 'none',
        HTTP_PROXY: nowhere,
        HTTPS_PROXY: nowhere,
        http_proxy: nowhere,
        https_proxy: nowhere,
        NO_PROXY: '',
        no_proxy: '',
      },
      signal,
      timeout: kustomizeTimeoutMs,
    });
  } catch (error) {
    if (!(error instanceof ExecFailure) || error.outcome.exitCode === undefined) throw error;
    throw new Failure('Kustomize refuses the folder of the repository', {
      code: 'kustomize.failed',
      details: lastLines(error.outcome.stderr, 20).map((line) =>
        line.replaceAll(`${folder}/`, '').replaceAll(folder, '.'),
      ),
      hint: 'Correct the folder, commit and push again. The running version was not touched',
      cause: error,
    });
  }
}

/**
 * To Kustomize, objects of one name in different namespaces are different objects, and an object without a namespace
 * differs from all of them: a patch or a generator would have to name the namespace, which a repository does not know.
 */
function withoutNamespace(rendered: string, namespace: string): string {
  return rendered.replaceAll(`\n  namespace: ${JSON.stringify(namespace)}\n`, '\n');
}

function isWithout(built: string, rendered: string): boolean {
  const own = /^kind: (Deployment|ServiceAccount)$/m;
  return own.test(rendered) && !own.test(built);
}
