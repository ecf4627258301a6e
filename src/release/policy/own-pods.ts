import { label } from '../../core/labels.ts';
import type { Manifest } from '../../kube/types.ts';
import { type Fields, mapOf } from './fields.ts';
import type { Violation } from './violation.ts';

const selectors: Record<string, string> = { NetworkPolicy: 'podSelector', PodDisruptionBudget: 'selector' };

/** Returns an error when a network policy or a disruption budget may apply to pods of other apps. */
export function ownPodsViolations(object: Manifest, app: string, need: Violation['need']): Violation[] {
  const field = selectors[object.kind];
  if (!field) return [];
  const { matchLabels, matchExpressions } = mapOf(mapOf(object.spec)[field]);
  if (mapOf(matchLabels)[label.partOf] === app || selectsOnly(matchExpressions, app)) return [];
  return [
    {
      path: `spec.${field}`,
      what: `selects pods of other apps too; add matchLabels: {${label.partOf}: ${app}}`,
      need,
    },
  ];
}

function selectsOnly(expressions: unknown, app: string): boolean {
  if (!Array.isArray(expressions)) return false;
  return expressions.some(({ key, operator, values }: Fields) => {
    if (key !== label.partOf || operator !== 'In' || !Array.isArray(values)) return false;
    return values.length === 1 && values[0] === app;
  });
}
