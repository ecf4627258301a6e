import { canSee, roleOf } from '../../access/guard.ts';
import { refOf } from '../../kube/resources.ts';
import type { Manifest } from '../../kube/types.ts';
import {
  isOwnObject,
  issuedSecrets,
  type NamingPolicy,
  namedViolation,
  needsOwner,
  ownerOfNamed,
} from '../../release/policy/named-objects.ts';
import { loginViolation } from '../../release/policy/own-logins.ts';
import { type ObjectReference, referencesIn } from '../../release/policy/references.ts';
import { labelledTemplates, selectionViolations } from '../../release/policy/selected-pods.ts';
import { GLOBAL } from '../../state/scope.ts';
import type { PreparedRun } from '../frame/deploy-run.ts';
import type { Plan } from '../plan/plan.ts';
import type { ObjectViolation } from './policy-failure.ts';
import { policyList } from './policy-settings.ts';
import { presentObjects } from './present-objects.ts';

/** Returns where a manifest uses objects of others: those that it names, and Services that would select its pods. */
export async function referenceViolations(
  run: PreparedRun,
  plan: Plan,
  objects: readonly Manifest[],
): Promise<ObjectViolation[]> {
  const policy = namingPolicy(run, plan, objects);
  const found = await Promise.all([
    namedViolations(run, plan, objects, policy),
    selectedViolations(run, plan, objects, policy),
  ]);
  return found.flat();
}

/** Reads who owns the named objects that the release does not write itself. */
async function namedViolations(
  run: PreparedRun,
  plan: Plan,
  objects: readonly Manifest[],
  policy: NamingPolicy,
): Promise<ObjectViolation[]> {
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
  policy: NamingPolicy,
): Promise<ObjectViolation[]> {
  const labelled = objects.flatMap((object) =>
    labelledTemplates(object).map((template) => ({ object, template })),
  );
  if (labelled.length === 0) return [];
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
    shared: policyList(run, 'shared-objects'),
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
