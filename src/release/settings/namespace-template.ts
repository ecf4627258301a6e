import { isDnsLabel } from '../../core/kubernetes-names.ts';
import { maxAppNameLength } from '../../core/names.ts';

/** In a setting, this text stands for the name of the app: each app then has a namespace of its own. */
const appName = /\{\{\s*\.AppName\s*\}\}/g;

export function isPerApp(setting: string): boolean {
  return setting.search(appName) !== -1;
}

/** Returns the namespace that a setting gives to an app. */
export function namespaceOf(setting: string, app: string): string {
  return setting.replaceAll(appName, () => app);
}

/**
 * Returns the form of a valid setting if this one is not valid. A template must give a valid name for every app, so that
 * no later app or rename fails.
 */
export function namespaceProblem(setting: string): string | undefined {
  if (setting.startsWith('kube-'))
    return 'a namespace for apps; namespaces that begin with kube- belong to Kubernetes';
  if (!isPerApp(setting)) {
    if (isDnsLabel(setting)) return undefined;
    if (setting.includes('{')) return 'a namespace with no template besides {{ .AppName }}';
    return 'at most 63 lower-case letters, digits and dashes, without a dash at the start or end';
  }
  if (!isDnsLabel(namespaceOf(setting, 'a')))
    return 'lower-case letters, digits and dashes besides {{ .AppName }}, without a dash at the start or end';
  if (isDnsLabel(namespaceOf(setting, 'a'.repeat(maxAppNameLength)))) return undefined;
  return `shorter: a namespace has at most 63 characters, and an app name up to ${maxAppNameLength}`;
}
