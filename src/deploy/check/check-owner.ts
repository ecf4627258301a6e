import { canSee } from '../../access/guard.ts';
import { Failure } from '../../core/failure.ts';
import { label } from '../../core/labels.ts';
import type { ReleaseRef } from '../../helm/arguments.ts';
import { helmRevisions, isPending } from '../../helm/records.ts';
import { describeRef, refOf } from '../../kube/resources.ts';
import type { KubeObject, Manifest, Ref } from '../../kube/types.ts';
import { foreignApp } from '../../release/metadata/foreign-labels.ts';
import { tlsSecretConflict } from '../../release/tls/tls-secret-conflict.ts';
import type { ReleaseSpec } from '../../release/types.ts';
import {
  appOf,
  type ConflictingObject,
  helmReleaseOf,
  isHook,
  isManaged,
  ownershipFailure,
} from '../../rollout/objects/ownership.ts';
import type { PreparedRun } from '../frame/deploy-run.ts';
import type { DeployFacts } from '../frame/facts.ts';
import { isSameLocation, locationOf } from '../move/release-location.ts';
import type { Plan } from '../plan/plan.ts';
import { refuseForeignRelease } from './helm-release.ts';
import { presentObjects } from './present-objects.ts';

/**
 * The owner of an object that a release would write: this release, a location that the app leaves, or somebody else.
 */
type Owner = 'own' | 'previousLocation' | 'others';
type OwnershipRule = (present: KubeObject) => Owner;

export interface OwnershipCheck {
  /** Objects of a location that the app leaves are adopted. */
  takeOwnership: boolean;
  /** The objects that already exist in the cluster. */
  present: ReadonlySet<KubeObject>;
  /** A Helm operation on the release did not finish. */
  pending: boolean;
}

/**
 * Checks, before anything is written, that a release writes only objects of the app. An existing object must belong to
 * the app or to a location that the app leaves. The config Secret is not read here, because creating it shows its
 * owner.
 */
export async function checkOwners(
  run: PreparedRun,
  { spec, secrets }: Plan,
  objects: readonly Manifest[],
): Promise<OwnershipCheck> {
  const { app, facts, signal } = run;
  refuseForeignLabels(run, objects);
  const kube = await run.kube();
  const rules = ownershipRules(facts, locationOf(spec));
  const written = [
    ...objects.map((object) => ({ ref: refOf(object), rule: rules.inRelease })),
    ...secrets.others.map((object) => ({ ref: refOf(object), rule: rules.outOfChart })),
    ...objects.flatMap((object) => issuedSecret(object)).map((ref) => ({ ref, rule: rules.issued })),
  ];
  const ours = `${label.partOf} in (${facts.names.join(',')})`;
  const [revisions, there] = await Promise.all([
    helmRevisions(kube, locationOf(spec), signal),
    presentObjects(
      kube,
      written.map(({ ref }) => ref),
      ours,
      signal,
    ),
  ]);
  refuseForeignRelease(locationOf(spec), revisions);
  const found = written.flatMap(({ ref, rule }, index) => {
    const object = there[index];
    return object ? [{ ref, present: object, owner: rule(object) }] : [];
  });
  refuseForeignCertificate(run, spec, found);
  const conflicts: ConflictingObject[] = found.filter(({ owner }) => owner === 'others');
  if (conflicts.length > 0) throw ownershipFailure(app, conflicts, (owner) => canSee(run, owner));
  return {
    takeOwnership: found.some(({ owner }) => owner === 'previousLocation'),
    present: new Set(objects.filter((_, index) => there[index])),
    pending: revisions.some(isPending),
  };
}

function ownershipRules(
  { names, locations }: DeployFacts,
  location: ReleaseRef,
): Record<'inRelease' | 'outOfChart' | 'issued', OwnershipRule> {
  const isOurs = (present: KubeObject) => names.includes(appOf(present) ?? '');
  return {
    inRelease(present) {
      const release = helmReleaseOf(present);
      if (!release && isHook(present)) return 'own';
      if (!release) return isOurs(present) ? 'previousLocation' : 'others';
      if (isSameLocation(release, location)) return 'own';
      return locations.some((each) => isSameLocation(each, release)) ? 'previousLocation' : 'others';
    },
    outOfChart: (present) => (isOurs(present) ? 'own' : 'others'),
    // cert-manager writes this Secret, and may label it in any way.
    issued: (present) => (isManaged(present) && !isOurs(present) ? 'others' : 'own'),
  };
}

/** When another app owns the Secret of this app's certificate, the refusal explains why both apps use it. */
function refuseForeignCertificate(
  run: PreparedRun,
  { app, namespace, routing }: ReleaseSpec,
  found: readonly ConflictingObject[],
): void {
  const name = routing?.tls?.secretName;
  const secret = found.find(
    ({ ref }) => ref.kind === 'Secret' && ref.name === name && ref.namespace === namespace,
  );
  const owner = secret && appOf(secret.present);
  if (!name || !owner || run.facts.names.includes(owner)) return;
  throw tlsSecretConflict({ app, owner: canSee(run, owner) ? owner : undefined, name, namespace });
}

/** The Secret that cert-manager writes a certificate to. */
function issuedSecret(object: Manifest): Ref[] {
  if (!object.apiVersion.startsWith('cert-manager.io/') || object.kind !== 'Certificate') return [];
  const { secretName: name } = (object.spec ?? {}) as { secretName?: unknown };
  if (typeof name !== 'string') return [];
  return [{ apiVersion: 'v1', kind: 'Secret', namespace: object.metadata.namespace, name }];
}

/** Selectors of another app would match these objects. */
function refuseForeignLabels({ store, app, facts }: PreparedRun, objects: readonly Manifest[]): void {
  const { names } = facts;
  const isOther = (name: string) => store.apps.exists(name) && !names.includes(name);
  const disguised = objects.flatMap((object) => {
    const other = foreignApp(object, app, isOther);
    if (other === undefined) return [];
    return [`${describeRef(refOf(object))} is labelled as part of ${other}`];
  });
  if (disguised.length === 0) return;
  throw new Failure(`The release of ${app} has objects that are labelled as those of another app`, {
    code: 'release.disguise',
    details: disguised,
    hint: `Do not set the label ${label.partOf} in the Kustomize folder. Commit and push again. The running version was not touched`,
  });
}
