import { Failure } from '../core/failure.ts';
import { readAppJson } from './app-json.ts';
import { Findings } from './findings.ts';
import { readKustomize } from './kustomize.ts';
import { problemsOfNames } from './names.ts';
import { readProcfile } from './procfile.ts';
import { type FileSettings, sourceFiles, warnAboutUnusedFiles } from './source-files.ts';
import { readTextFile } from './text-file.ts';
import type { AppSpec } from './types.ts';

export interface AppSpecOptions extends FileSettings {
  /** Name of the app. With each process type, the name must form a valid Kubernetes name. */
  app: string;
}

/**
 * Reads the settings of an app from the tree in `directory`. Throws one `appspec.invalid` Failure that lists all
 * mistakes of all files, one per line.
 */
export async function readAppSpec(directory: string, { app, ...settings }: AppSpecOptions): Promise<AppSpec> {
  const files = sourceFiles(settings);
  const findings = new Findings();
  const [appJson, procfile, kustomize] = await Promise.all([
    readTextFile(directory, files.appJson, findings),
    readTextFile(directory, files.procfile, findings),
    readKustomize(directory, files.kustomize, findings),
  ]);
  const used = {
    ...(appJson !== undefined && { appJson: files.appJson }),
    ...(procfile !== undefined && { procfile: files.procfile }),
    ...(kustomize && { kustomize: kustomize.path }),
  };
  await warnAboutUnusedFiles(directory, app, settings, used, findings);
  const json = readAppJson(appJson, files.appJson, findings);
  const spec: AppSpec = {
    procfile: readProcfile(procfile ?? '', files.procfile, findings),
    formation: json.formation ?? {},
    healthchecks: json.healthchecks ?? {},
    cron: json.cron ?? [],
    env: json.env ?? {},
    scripts: json.scripts ?? {},
    buildpacks: json.buildpacks ?? [],
    kustomize,
    files: used,
    warnings: findings.warnings,
  };
  problemsOfNames(app, spec, files, findings);
  if (findings.mistakes.length === 0) return spec;
  throw new Failure('The repository cannot be deployed because of these errors', {
    code: 'appspec.invalid',
    // An unknown key is often the reason why another key is missing.
    details: [...findings.lines(), ...findings.warnings],
    hint: 'Correct the errors, commit and push again. Nothing was built and the running version was not touched',
  });
}
