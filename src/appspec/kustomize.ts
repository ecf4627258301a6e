import { lstat, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { isPlainPath, locateInside } from '../core/inside-folder.ts';
import { entryNames, problemsOfKustomizations } from '../kustomize/remotes.ts';
import type { Findings } from './findings.ts';
import type { AppSpec } from './types.ts';

/**
 * Finds the Kustomize folder and its entry file. Kustomize itself validates the rest of the folder when the chart is
 * rendered.
 */
export async function readKustomize(
  directory: string,
  path: string,
  findings: Findings,
): Promise<AppSpec['kustomize']> {
  if (!isPlainPath(path)) {
    findings.mistake(path, 'must be a path inside the repository');
    return undefined;
  }
  const located = await locateInside(directory, path);
  if ('problem' in located) {
    if (located.problem === 'loop') findings.mistake(path, 'is a link that points to itself');
    else if (located.problem !== 'missing') findings.mistake(path, 'is a link that leaves the repository');
    return undefined;
  }
  const real = located.path;
  try {
    const found = (await readdir(real)).filter((name) => entryNames.includes(name));
    const [entry] = found;
    if (!entry) findings.mistake(path, `has no ${entryNames[0]}`);
    else if (found.length > 1)
      findings.mistake(path, `has ${found.join(' and ')}; Kustomize accepts only one`);
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
    else throw error;
    return undefined;
  }
}
