import type { PreparedRun } from '../frame/deploy-run.ts';

/** The members of a list that an administrator set for an app. */
export function policyList(
  { facts, app }: Pick<PreparedRun, 'facts' | 'app'>,
  property: 'kustomize-kinds' | 'shared-objects',
): string[] {
  return facts.properties.effective(app, 'scheduler-k3s', property, '').split(',').filter(Boolean);
}

/** Whether an administrator allowed an app what affects the whole cluster. */
export function hasClusterScope({ facts, app }: Pick<PreparedRun, 'facts' | 'app'>): boolean {
  return facts.properties.effective(app, 'scheduler-k3s', 'kustomize-cluster-scope', 'false') === 'true';
}
