import { Failure } from '../../core/failure.ts';
import { describeRef, refOf } from '../../kube/resources.ts';
import type { KubeObject } from '../../kube/types.ts';
import type { Need, Violation } from '../../release/policy/violation.ts';
import type { PreparedRun } from '../frame/deploy-run.ts';
import { policyList } from './policy-settings.ts';

/** A violation with the object that has the field. */
export interface ObjectViolation extends Violation {
  object: KubeObject;
}

/** One failure with everything that the policy found, and the commands of an administrator that would allow it. */
export function policyFailure(
  run: PreparedRun,
  found: readonly ObjectViolation[],
  outside: Failure | undefined,
): Failure {
  const { app } = run;
  const needs = [
    ...(outside ? [{ property: 'kustomize-cluster-scope', value: 'true' } as const] : []),
    ...found.flatMap(({ need }) => need ?? []),
  ];
  return new Failure(`The policy of ${app} does not allow this release`, {
    code: 'release.policy',
    details: [
      ...(outside?.details ?? []).map((line) => `${line}: is outside the namespace of the app`),
      ...new Set(found.map(({ object, path, what }) => `${describeRef(refOf(object))}: ${path} ${what}`)),
    ],
    hint: [
      'Correct app.json or the Kustomize folder, commit and push again. The running version was not touched',
      ...commands(run, needs).map(
        (command, index) =>
          `${index === 0 ? 'Or ask an administrator to allow this: ' : 'And: '}dokku ${command}`,
      ),
    ],
  });
}

/** One command for each property. A list keeps its members; a level is the one that allows everything found. */
function commands(run: PreparedRun, needs: readonly Need[]): string[] {
  const groups = Object.entries(Object.groupBy(needs, ({ property }) => property));
  return groups.map(([property, members = []]) => {
    const values: string[] = members.map(({ value }) => value);
    if (property === 'domain') return `domains:add --force ${run.app} ${[...new Set(values)].join(' ')}`;
    const value =
      property === 'kustomize-kinds' || property === 'shared-objects'
        ? [...new Set([...policyList(run, property), ...values])].join(',')
        : values.includes('privileged')
          ? 'privileged'
          : values[0];
    return `scheduler-k3s:set ${run.app} ${property} ${value}`;
  });
}
