import { Failure } from '../core/failure.ts';
import { readAppJson } from './app-json.ts';
import { Findings } from './findings.ts';
import { readKustomize } from './kustomize.ts';
import { problemsOfNames } from './names.ts';
import { readProcfile } from './procfile.ts';
import { readTextFile } from './text-file.ts';
import type { AppSpec } from './types.ts';

export interface AppSpecOptions {
  /** Name of the app. With each process type, the name must form a valid Kubernetes name. */
  app: string;
  appJsonPath?: string;
  procfilePath?: string;
  kustomizePath?: string;
}

/**
 * Reads the settings of an app from the tree in `directory`. Throws one `appspec.invalid` Failure that lists all
 * mistakes of all files, one per line.
 */
export async function readAppSpec(directory: string, options: AppSpecOptions): Promise<AppSpec> {
  const {
    app,
    appJsonPath = 'app.json',
    procfilePath = 'Procfile',
    kustomizePath = 'config/kustomize',
  } = options;
  const findings = new Findings();
  const [appJson, procfile, kustomize] = await Promise.all([
    readTextFile(directory, appJsonPath, findings),
    readTextFile(directory, procfilePath, findings),
    readKustomize(directory, kustomizePath, findings),
  ]);
  const json = readAppJson(appJson, appJsonPath, findings);
  const spec: AppSpec = {
    procfile: readProcfile(procfile ?? '', procfilePath, findings),
    formation: json.formation ?? {},
    healthchecks: json.healthchecks ?? {},
    cron: json.cron ?? [],
    env: json.env ?? {},
    scripts: json.scripts ?? {},
    buildpacks: json.buildpacks ?? [],
    kustomize,
    warnings: findings.warnings,
  };
  problemsOfNames(app, spec, { appJsonPath, procfilePath }, findings);
  if (findings.mistakes.length === 0) return spec;
  throw new Failure('The repository cannot be deployed because of these errors', {
    code: 'appspec.invalid',
    // An unknown key is often the reason why another key is missing.
    details: [...findings.lines(), ...findings.warnings],
    hint: 'Correct the errors, commit and push again. Nothing was built and the running version was not touched',
  });
}
