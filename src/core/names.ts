import { isIP } from 'node:net';
import { domainToASCII, domainToUnicode } from 'node:url';
import { Failure } from './failure.ts';
import { hasLabelForm, isDnsLabel, maxSubdomainLength } from './kubernetes-names.ts';

/**
 * The maximum length of an app name whose derived objects still fit Kubernetes: a CronJob is named
 * `<app>-cron-<10 hex>` and may have 52 characters.
 */
export const maxAppNameLength = 36;

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

/**
 * The domain as DNS has it, or undefined for an invalid one: in lower case, and `bücher.example.com` as
 * `xn--bcher-kva.example.com`. A leading `*.` is a wildcard. A trailing dot is dropped.
 */
export function normalizeDomain(text: string): string | undefined {
  const [, wildcard, given] = text.match(/^(\*\.)?(.*?)\.?$/s)!;
  const name = /^\p{ASCII}*$/u.test(given!) ? given!.toLowerCase() : nameInDns(given!);
  const domain = `${wildcard ?? ''}${name}`;
  return domain.length <= maxSubdomainLength && name.split('.').every(isDnsLabel) ? domain : undefined;
}

/** The domain as people write it: `bücher.example.com` for `xn--bcher-kva.example.com`. */
export function readableDomain(domain: string): string {
  const [, wildcard = '', name] = domain.match(/^(\*\.)?(.*)$/s)!;
  return name!.includes('xn--') ? `${wildcard}${domainToUnicode(name!)}` : domain;
}

/** Empty for an invalid name. */
function nameInDns(domain: string): string {
  // The conversion would omit a port or a path.
  if (/[^\P{ASCII}a-z0-9.-]/iu.test(domain)) return '';
  const name = domainToASCII(domain);
  // Wide digits become those of an IP address.
  return isIP(name) ? '' : name;
}

/**
 * Whether a text can name a process type or a scheduled task. The id of a task has no dashes and is usually longer than
 * the name of a process type.
 */
export function isProcessOrTask(text: string): boolean {
  return isDnsLabel(text) || /^[a-z0-9]{10,}$/.test(text);
}
