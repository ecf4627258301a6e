import { maxLabelLength } from '../core/kubernetes-names.ts';
import type { Findings } from './findings.ts';
import { pointer } from './json.ts';
import type { SourceFiles } from './source-files.ts';
import type { AppSpec } from './types.ts';

/** Process types whose pods would have the same names as pods of tasks. */
const reservedTypes = ['run', 'cron', 'predeploy', 'postdeploy', 'first-deploy'];

/** Returns a name like the given one that a process type may have. */
export function unreserved(type: string): string {
  return reservedTypes.includes(type) ? `${type}-worker` : type;
}

/**
 * Checks each process type of the repository: the type must not be reserved, and `<app>-<type>` must fit in a label.
 */
export function problemsOfNames(
  app: string,
  spec: AppSpec,
  files: Pick<SourceFiles, 'appJson' | 'procfile'>,
  findings: Findings,
): void {
  const named = new Map<string, string>();
  for (const type of Object.keys(spec.procfile)) named.set(type, files.procfile);
  for (const area of ['formation', 'healthchecks'] as const) {
    for (const type of Object.keys(spec[area])) {
      if (!named.has(type)) named.set(type, `${files.appJson}#${pointer([area, type])}`);
    }
  }
  for (const [type, where] of named) {
    if (reservedTypes.includes(type)) {
      const instead = type === 'cron' ? ', or move scheduled commands to "cron" in app.json' : '';
      findings.mistake(
        where,
        `process type ${type} is reserved for tasks: rename it, e.g. to ${unreserved(type)}${instead}`,
      );
    }
    const name = `${app}-${type}`;
    if (name.length > maxLabelLength) {
      findings.mistake(
        where,
        `the name ${name} has ${name.length} characters; Kubernetes allows ${maxLabelLength}`,
      );
    }
  }
}
