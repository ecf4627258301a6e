import type { Failure } from '../../core/failure.ts';
import type { Manifest } from '../../kube/types.ts';
import { controllerViolations } from '../../release/policy/controller-config.ts';
import { grantsOf, grantsOfTasks } from '../../release/policy/grants.ts';
import { kindViolations } from '../../release/policy/kinds.ts';
import { type ContainerGrants, podSecurityViolations } from '../../release/policy/pod-security.ts';
import { imagesIn, podTemplates } from '../../release/policy/pod-templates.ts';
import { priorityViolations } from '../../release/policy/system-priority.ts';
import {
  accountsWithoutToken,
  accountTokenViolations,
  podTokenViolations,
} from '../../release/policy/tokens.ts';
import type { Violation } from '../../release/policy/violation.ts';
import { routesOf } from '../../release/routing/route-values.ts';
import { jobManifest } from '../../release/tasks/job.ts';
import type { PreparedRun } from '../frame/deploy-run.ts';
import { isForeignImage } from '../plan/foreign-image.ts';
import type { Plan } from '../plan/plan.ts';
import { referenceViolations } from './check-references.ts';
import { hostViolations } from './host-violations.ts';
import { type ObjectViolation, policyFailure } from './policy-failure.ts';
import { hasClusterScope, policyList } from './policy-settings.ts';

/**
 * Judges the whole manifest by the policy of the app: the right to push an app does not include the rights of other
 * apps, of the nodes and of the cluster. Today's settings apply, also to the manifest of an old release. `outside` is
 * the failure about objects outside the namespace; one failure reports everything.
 */
export async function checkPolicy(
  run: PreparedRun,
  plan: Plan,
  objects: readonly Manifest[],
  outside: Failure | undefined,
): Promise<void> {
  const violationsOf = objectJudge(run, plan, objects);
  const found = [
    ...objects.flatMap((object) => violationsOf(object).map((violation) => ({ ...violation, object }))),
    ...taskViolations(run, plan),
    ...(await referenceViolations(run, plan, objects)),
  ];
  if (found.length === 0 && !outside) return;
  throw found.length === 0 ? outside : policyFailure(run, found, outside);
}

/** Reads the policy once, and returns what judges one object by it. */
function objectJudge(
  run: PreparedRun,
  plan: Plan,
  objects: readonly Manifest[],
): (object: Manifest) => Violation[] {
  const { app, facts } = run;
  const { spec } = plan;
  const accounts = accountsWithoutToken(objects, { isOld: spec.pods === undefined });
  const clusterScope = hasClusterScope(run);
  const hosts = hostViolations(run, { everyHost: clusterScope });
  const snippets = ownSnippets(run, spec);
  const policy = {
    app,
    kinds: policyList(run, 'kustomize-kinds'),
    annotations: Object.keys(spec.metadata.serviceaccount?.annotations ?? {}),
    clusterScope,
    ownNamespace: spec.ownNamespace ?? false,
  };
  return (object) => [
    // An administrator allowed every kind outside the namespace together with the scope.
    ...(object.metadata.namespace === spec.namespace ? kindViolations(object, policy) : []),
    ...(clusterScope ? [] : controllerViolations(object, snippets)),
    ...(clusterScope ? [] : podTemplates(object).flatMap(priorityViolations)),
    ...podViolations(run, object, accounts, grantsOf(object, app, facts.settings.dockerOptions)),
    ...imageViolations(run, plan, object),
    ...tokensAllowed(run, accountTokenViolations(object)),
    ...hosts(object),
  ];
}

/** The image of the release was checked when it was first deployed, and so were the images of the serving release. */
function imageViolations(run: PreparedRun, { spec }: Plan, object: Manifest): Violation[] {
  return imagesIn(object)
    .filter(({ image }) => image !== spec.image.reference && isForeignImage(run, image))
    .filter(({ image }) => !run.facts.serving?.record.manifest.includes(image))
    .map(({ path }) => ({ path, what: 'is an image of another app' }));
}

/** The annotations with configuration that commands set. */
function ownSnippets({ facts }: PreparedRun, spec: Plan['spec']): Record<string, string> {
  const { ingress } = routesOf(spec) as { ingress?: { annotations?: Record<string, string> } };
  const global = facts.settings.metadata.filter(
    ({ scope, kind }) => scope === 'global' && kind === 'annotation',
  );
  return {
    ...ingress?.annotations,
    ...Object.fromEntries(global.map(({ key, value }) => [key, value])),
  };
}

/** One-off commands and deploy tasks are Jobs outside the manifest. */
function taskViolations(run: PreparedRun, { spec }: Plan): ObjectViolation[] {
  const job = jobManifest(spec, {
    kind: 'run',
    command: { command: [], args: ['true'] },
  }) as unknown as Manifest;
  const granted = grantsOfTasks(run.facts.settings.dockerOptions);
  const { kind, apiVersion, metadata } = job;
  const object = { kind, apiVersion, metadata: { ...metadata, name: `${spec.app}-run` } };
  return podViolations(run, job, [spec.app], () => granted).map((violation) => ({ ...violation, object }));
}

function podViolations(
  run: PreparedRun,
  object: Manifest,
  accounts: readonly string[],
  granted: (container: string) => ContainerGrants | undefined,
): Violation[] {
  return podTemplates(object).flatMap((template) => [
    ...podSecurityViolations(template, run.facts.settings.podSecurity, granted),
    ...tokensAllowed(run, podTokenViolations(template, accounts)),
  ]);
}

function tokensAllowed({ facts }: PreparedRun, violations: Violation[]): Violation[] {
  return facts.settings.serviceAccountToken === 'true' ? [] : violations;
}
