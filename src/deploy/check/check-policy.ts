import { canSee, roleOf } from '../../access/guard.ts';
import { Failure } from '../../core/failure.ts';
import { describeRef, refOf } from '../../kube/resources.ts';
import type { KubeObject, Manifest } from '../../kube/types.ts';
import { controllerViolations } from '../../release/policy/controller-config.ts';
import { grantsOf, grantsOfTasks } from '../../release/policy/grants.ts';
import { kindViolations } from '../../release/policy/kinds.ts';
import {
  isOwnObject,
  issuedSecrets,
  type NamingPolicy,
  namedViolation,
  needsOwner,
  ownerOfNamed,
} from '../../release/policy/named-objects.ts';
import { loginViolation } from '../../release/policy/own-logins.ts';
import { type ContainerGrants, podSecurityViolations } from '../../release/policy/pod-security.ts';
import { imagesIn, podTemplates } from '../../release/policy/pod-templates.ts';
import { type ObjectReference, referencesIn } from '../../release/policy/references.ts';
import { labelledTemplates, selectionViolations } from '../../release/policy/selected-pods.ts';
import { priorityViolations } from '../../release/policy/system-priority.ts';
import {
  accountsWithoutToken,
  accountTokenViolations,
  podTokenViolations,
} from '../../release/policy/tokens.ts';
import type { Need, Violation } from '../../release/policy/violation.ts';
import { routesOf } from '../../release/routing/route-values.ts';
import { jobManifest } from '../../release/tasks/job.ts';
import { GLOBAL } from '../../state/scope.ts';
import type { PreparedRun } from '../frame/deploy-run.ts';
import { isForeignImage } from '../plan/foreign-image.ts';
import type { Plan } from '../plan/plan.ts';
import { hostViolations } from './host-violations.ts';
import { presentObjects } from './present-objects.ts';

interface Found extends Violation {
  object: KubeObject;
}

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
  const accounts = accountsWithoutToken(objects, { isOld: plan.spec.pods === undefined });
  const hosts = hostViolations(run, { everyHost: hasClusterScope(run) });
  const found = [
    ...objects.flatMap((object) => [
      ...objectViolations(run, plan, object, accounts),
      ...hosts(object).map((violation) => ({ ...violation, object })),
    ]),
    ...taskViolations(run, plan),
    ...(await namedViolations(run, plan, objects)),
    ...(await selectedViolations(run, plan, objects)),
  ];
  if (found.length === 0 && !outside) return;
  throw found.length === 0 ? outside : policyFailure(run, found, outside);
}

function objectViolations(
  run: PreparedRun,
  plan: Plan,
  object: Manifest,
  accounts: readonly string[],
): Found[] {
  const { app, facts } = run;
  const { spec } = plan;
  const granted = grantsOf(object, app, facts.settings.dockerOptions);
  const clusterScope = hasClusterScope(run);
  const policy = {
    app,
    kinds: listOf(run, 'kustomize-kinds'),
    annotations: Object.keys(spec.metadata.serviceaccount?.annotations ?? {}),
    clusterScope,
    ownNamespace: spec.ownNamespace ?? false,
  };
  // An administrator allowed every kind outside the namespace together with the scope.
  const inNamespace = object.metadata.namespace === spec.namespace;
  const violations = [
    ...(inNamespace ? kindViolations(object, policy) : []),
    ...(clusterScope ? [] : controllerViolations(object, ownSnippets(run, plan.spec))),
    ...(clusterScope ? [] : podTemplates(object).flatMap(priorityViolations)),
    ...podViolations(run, object, accounts, granted),
    ...imageViolations(run, plan, object),
    ...tokensAllowed(run, accountTokenViolations(object)),
  ];
  return violations.map((violation) => ({ ...violation, object }));
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

function hasClusterScope({ facts, app }: PreparedRun): boolean {
  return facts.properties.effective(app, 'scheduler-k3s', 'kustomize-cluster-scope', 'false') === 'true';
}

/** One-off commands and deploy tasks are Jobs outside the manifest. */
function taskViolations(run: PreparedRun, { spec }: Plan): Found[] {
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

/** Reads who owns the named objects that the release does not write itself. */
async function namedViolations(run: PreparedRun, plan: Plan, objects: readonly Manifest[]): Promise<Found[]> {
  const policy = namingPolicy(run, plan, objects);
  const all = objects
    // An administrator who allowed objects outside the namespace allowed what they name.
    .filter(({ metadata }) => metadata.namespace === plan.spec.namespace)
    .flatMap((object) => referencesIn(object).map((reference) => ({ ...reference, object })));
  const logins = all.flatMap((reference) => {
    const violation = loginViolation(reference, policy.pullSecrets);
    return violation ? [{ ...violation, object: reference.object }] : [];
  });
  const references = all.filter(
    (reference) => needsOwner(reference, policy) && !isInterceptor(reference, plan),
  );
  if (references.length === 0) return logins;
  const distinct = new Map(references.map(({ ref }) => [JSON.stringify(ref), ref]));
  const there = await presentObjects(await run.kube(), [...distinct.values()], '', run.signal);
  const present = new Map([...distinct.keys()].map((key, index) => [key, there[index]]));
  const foreign = references.flatMap((reference) =>
    namedViolation(reference, present.get(JSON.stringify(reference.ref)), policy).map((violation) => ({
      ...violation,
      object: reference.object,
    })),
  );
  return [...logins, ...foreign];
}

/** Reads the Services of others when pods have labels of their own, which these Services may select. */
async function selectedViolations(
  run: PreparedRun,
  plan: Plan,
  objects: readonly Manifest[],
): Promise<Found[]> {
  const labelled = objects.flatMap((object) =>
    labelledTemplates(object).map((template) => ({ object, template })),
  );
  if (labelled.length === 0) return [];
  const policy = namingPolicy(run, plan, objects);
  const { namespace } = plan.spec;
  const kube = await run.kube();
  const services = await kube.list<Manifest>(
    { apiVersion: 'v1', kind: 'Service', namespace },
    { signal: run.signal },
  );
  const others = services.filter(
    (service) => !isOwnObject(service, policy) && !policy.shared.includes(`Service/${service.metadata.name}`),
  );
  return labelled
    .filter(({ object }) => object.metadata.namespace === namespace)
    .flatMap(({ object, template }) =>
      selectionViolations(
        template,
        others,
        (service) => ownerOfNamed(service, policy) ?? `which was not created for ${run.app}`,
      ).map((violation) => ({ ...violation, object })),
    );
}

function namingPolicy(run: PreparedRun, { spec, secrets }: Plan, objects: readonly Manifest[]): NamingPolicy {
  const { app, facts, store } = run;
  return {
    app,
    namespace: spec.namespace,
    names: facts.names,
    isApp: (name) => store.apps.exists(name),
    isVisible: (owner) => (owner === undefined ? roleOf(run, GLOBAL) !== undefined : canSee(run, owner)),
    written: [
      ...[...objects, secrets.config, ...secrets.others].map((object) => refOf(object)),
      ...issuedSecrets(objects),
    ],
    mounted: facts.settings.storage.map(({ entry }) => entry),
    pullSecrets: spec.pullSecrets.names,
    shared: listOf(run, 'shared-objects'),
  };
}

/** The chart's routes of an app that scales to zero lead to the interceptor of KEDA's HTTP add-on. */
function isInterceptor({ ref }: ObjectReference, { spec }: Plan): boolean {
  return (
    spec.routing?.interceptor === true &&
    ref.kind === 'Service' &&
    ref.namespace === 'keda' &&
    ref.name === 'keda-add-ons-http-interceptor-proxy'
  );
}

function listOf({ facts, app }: PreparedRun, property: 'kustomize-kinds' | 'shared-objects'): string[] {
  return facts.properties.effective(app, 'scheduler-k3s', property, '').split(',').filter(Boolean);
}

function policyFailure(run: PreparedRun, found: readonly Found[], outside: Failure | undefined): Failure {
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
        ? [...new Set([...listOf(run, property), ...values])].join(',')
        : values.includes('privileged')
          ? 'privileged'
          : values[0];
    return `scheduler-k3s:set ${run.app} ${property} ${value}`;
  });
}
