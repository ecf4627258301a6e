import { Failure } from './failure.ts';

/**
 * The longest name whose derived objects still fit Kubernetes: a CronJob is `<app>-cron-<10 hex>` and may have
 * 52 characters.
 */
const longestAppName = 36;

/** Beginnings that our own Helm releases and Secrets use, so that an app can never write another's objects. */
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

/** Words that commands understand as something else than an app. */
const reservedWords = ['global', 'default', 'all', 'cluster-issuers'];

const dnsLabel = /^[a-z]([a-z0-9-]*[a-z0-9])?$/;

/** All that is wrong with a name for a new app; empty when it is good. */
export function problemsOfAppName(name: string): string[] {
  const problems: string[] = [];
  if (!dnsLabel.test(name)) {
    problems.push(
      'it must consist of lower-case letters, digits and dashes, begin with a letter and not end with a dash',
    );
  }
  if (name.length > longestAppName) {
    problems.push(`it has ${name.length} characters; Kubernetes leaves room for ${longestAppName}`);
  }
  const prefix = reservedPrefixes.find((reserved) => name.startsWith(reserved));
  if (prefix) problems.push(`names that begin with "${prefix}" are reserved for other objects`);
  if (reservedWords.includes(name)) problems.push('the word is reserved');
  return problems;
}

export function validateAppName(name: string): void {
  const problems = problemsOfAppName(name);
  if (problems.length === 0) return;
  throw new Failure(`"${name}" cannot be the name of an app`, {
    code: 'app.name',
    details: problems,
    hint: 'Choose a name like my-app-2',
  });
}

export function isConfigKey(key: string): boolean {
  return /^[a-zA-Z_][a-zA-Z0-9_]*$/.test(key);
}

/** Lower-cased domain, or undefined when it is none. A leading `*.` is a wildcard. */
export function normalizeDomain(text: string): string | undefined {
  const domain = text.toLowerCase();
  const label = '[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?';
  return domain.length <= 253 && new RegExp(`^(\\*\\.)?${label}(\\.${label})*$`).test(domain)
    ? domain
    : undefined;
}

/** A process type as a Procfile may name it and Kubernetes can: a DNS label that fits behind the app's name. */
export function isProcessType(name: string): boolean {
  return /^[a-z0-9]([a-z0-9-]*[a-z0-9])?$/.test(name) && name.length <= 63;
}
