import { lstat, readdir, realpath } from 'node:fs/promises';
import { join } from 'node:path';
import { problemsOfKustomizations } from '../helm/remotes.ts';
import type { Findings } from './findings.ts';
import { isInside, isMissing, isSafePath } from './tree.ts';
import type { AppSpec } from './types.ts';

/** The names that kustomize itself looks for. */
const entryNames = ['kustomization.yaml', 'kustomization.yml', 'Kustomization'];

/** Finds the Kustomize folder and its entry file; what else is in it, kustomize judges itself when the chart is rendered. */
export async function readKustomize(
  directory: string,
  path: string,
  findings: Findings,
): Promise<AppSpec['kustomize']> {
  if (!isSafePath(path)) {
    findings.mistake(path, 'must be a path inside the repository');
    return undefined;
  }
  try {
    const real = await realpath(join(directory, path));
    if (!(await isInside(directory, real))) {
      findings.mistake(path, 'is a link that leaves the repository');
      return undefined;
    }
    const found = (await readdir(real)).filter((name) => entryNames.includes(name));
    const [entry] = found;
    if (!entry) findings.mistake(path, `has no ${entryNames[0]}`);
    else if (found.length > 1) findings.mistake(path, `has ${found.join(' and ')}; Kustomize takes only one`);
    else if (!(await lstat(join(real, entry))).isFile())
      findings.mistake(`${path}/${entry}`, 'is not an ordinary file');
    else {
      for (const { file, what } of await problemsOfKustomizations(real))
        findings.mistake(`${path}/${file}`, what);
      return { path, entry };
    }
    return undefined;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOTDIR') findings.mistake(path, 'is not a folder');
    else if (!isMissing(error)) throw error;
    return undefined;
  }
}
