import { isPlainPath, locateInside } from '../core/inside-folder.ts';
import type { Findings } from './findings.ts';

/** The paths of an app's own files, as its settings name them: below `buildDir`. */
export interface FileSettings {
  /** Relative path of the folder to build; empty for the root. */
  buildDir?: string;
  appJsonPath?: string;
  procfilePath?: string;
  kustomizePath?: string;
}

/** The files of a repository that a deploy reads: paths relative to the root of the repository. */
export interface SourceFiles {
  appJson: string;
  procfile: string;
  kustomize: string;
}

const kinds = {
  appJson: {
    setting: 'appJsonPath',
    standard: 'app.json',
    set: (app: string) => `app-json:set ${app} appjson-path`,
  },
  procfile: {
    setting: 'procfilePath',
    standard: 'Procfile',
    set: (app: string) => `ps:set ${app} procfile-path`,
  },
  kustomize: {
    setting: 'kustomizePath',
    standard: 'config/kustomize',
    set: (app: string) => `scheduler-k3s:set ${app} kustomize-root-path`,
  },
} as const;

type Kind = keyof typeof kinds;

const everyKind = Object.keys(kinds) as Kind[];

/** Decides which files a deploy reads. With `build-dir`, every path is relative to that folder, as in Dokku. */
export function sourceFiles(settings: FileSettings): SourceFiles {
  const path = (kind: Kind) => {
    const { setting, standard } = kinds[kind];
    return below(settings.buildDir, settings[setting] ?? standard);
  };
  return { appJson: path('appJson'), procfile: path('procfile'), kustomize: path('kustomize') };
}

/**
 * Warns about each file that exists beside the folder of `build-dir` and is not read, and about each path that was set
 * and does not exist. `used` has the files that were found.
 */
export async function warnAboutUnusedFiles(
  directory: string,
  app: string,
  settings: FileSettings,
  used: Partial<SourceFiles>,
  findings: Findings,
): Promise<void> {
  const files = sourceFiles(settings);
  for (const kind of everyKind) {
    if (used[kind] !== undefined) continue;
    const { setting, standard, set } = kinds[kind];
    const path = settings[setting] ?? standard;
    if (settings.buildDir && (await exists(directory, path))) {
      findings.warn(
        `${path} in the root folder is not used, because build-dir is ${settings.buildDir}. Move it to ${files[kind]}`,
      );
    } else if (path !== standard && !(await exists(directory, files[kind]))) {
      findings.warn(
        `${files[kind]} does not exist. To use ${below(settings.buildDir, standard)}: dokku ${set(app)}`,
      );
    }
  }
}

function below(folder: string | undefined, path: string): string {
  return folder ? `${folder}/${path}` : path;
}

async function exists(directory: string, path: string): Promise<boolean> {
  if (!isPlainPath(path)) return true;
  const located = await locateInside(directory, path);
  return !('problem' in located && located.problem === 'missing');
}
