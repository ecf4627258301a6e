import { Failure } from './failure.ts';
import { hasLabelForm, isDnsLabel, maxSubdomainLength } from './kubernetes-names.ts';

/**
 * The maximum length of an app name whose derived objects still fit Kubernetes: a CronJob is named
 * `<app>-cron-<10 hex>` and may have 52 characters.
 */
const maxAppNameLength = 36;

/** Prefixes of our own Helm releases and Secrets. Reserving them keeps an app from writing another app's objects. */
const reservedPrefixes = [
  'config-',
  'pull-secret-',
  'tls-',
  'storage-',
  'kta-',
  'kip-',
  'legacy-',
  'dokku-node-sysctls-',
];

/** Words that have another meaning in commands. */
const reservedWords = ['global', 'default', 'all', 'cluster-issuers'];

/** All problems of a name for a new app; empty for a valid name. */
export function problemsOfAppName(name: string): string[] {
  const problems: string[] = [];
  if (!hasLabelForm(name) || /^[0-9]/.test(name)) {
    problems.push(
      'it must consist of lower-case letters, digits and dashes, begin with a letter and not end with a dash',
    );
  }
  if (name.length > maxAppNameLength) {
    problems.push(
      `it has ${name.length} characters; the limit is ${maxAppNameLength}, so that the names of its Kubernetes objects fit`,
    );
  }
  const prefix = reservedPrefixes.find((reserved) => name.startsWith(reserved));
  if (prefix) problems.push(`names that begin with "${prefix}" are reserved for other objects`);
  if (reservedWords.includes(name)) problems.push('the name is reserved');
  return problems;
}

export function validateAppName(name: string): void {
  const problems = problemsOfAppName(name);
  if (problems.length === 0) return;
  throw new Failure(`"${name}" is not a valid app name`, {
    code: 'app.name',
    details: problems,
    hint: 'Choose a name like my-app-2',
  });
}

/** The name of a variable, as part of a regular expression. */
export const variableName = '[a-zA-Z_][a-zA-Z0-9_]*';

export const configKey = new RegExp(`^${variableName}$`);

/** Whether a text can be the name of a config var, and so of a variable that a shell can read. */
export function isConfigKey(key: string): boolean {
  return configKey.test(key);
}

/** The domain in lower case, or undefined for an invalid one. A leading `*.` is a wildcard. */
export function normalizeDomain(text: string): string | undefined {
  const domain = text.toLowerCase();
  const name = domain.replace(/^\*\./, '');
  return domain.length <= maxSubdomainLength && name.split('.').every(isDnsLabel) ? domain : undefined;
}

/**
 * Whether a text can name a process type or a scheduled task. The id of a task has no dashes and is usually longer than
 * the name of a process type.
 */
export function isProcessOrTask(text: string): boolean {
  return isDnsLabel(text) || /^[a-z0-9]{10,}$/.test(text);
}
