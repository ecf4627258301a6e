import { Failure } from '../../core/failure.ts';
import { annotation, label, managed, selectorOf } from '../../core/labels.ts';
import type { ReleaseRef } from '../../helm/arguments.ts';
import type { CallOptions, Kube } from '../../kube/kube.ts';
import { describeRef, refOf } from '../../kube/resources.ts';
import type { Kind, KubeObject, Ref } from '../../kube/types.ts';

/** The app that the label of an object names. Other programs use the same label for their own objects. */
export function appOf({ metadata }: KubeObject): string | undefined {
  return metadata.labels?.[label.partOf];
}

/** Whether an object was made by us. */
export function isManaged({ metadata }: KubeObject): boolean {
  return Object.entries(managed).every(([key, value]) => metadata.annotations?.[key] === value);
}

/** The Helm release that an object is part of. */
export function helmReleaseOf({ metadata: { annotations } }: KubeObject): ReleaseRef | undefined {
  const release = annotations?.[annotation.helmRelease];
  const namespace = annotations?.[annotation.helmNamespace];
  return release && namespace ? { release, namespace } : undefined;
}

/** Whether Helm recreates an object with each operation, without a mark of its release. */
export function isHook({ metadata }: KubeObject): boolean {
  return metadata.annotations?.[annotation.helmHook] !== undefined;
}

/** The objects of a kind that are an app's and were made by us, with nothing but their metadata. */
export async function listOwn(
  kube: Kube,
  kind: Kind & { namespace: string },
  app: string,
  options: CallOptions,
): Promise<KubeObject[]> {
  const labelled = await kube.list(
    { ...kind, labelSelector: selectorOf(app) },
    { ...options, metadataOnly: true },
  );
  return labelled.filter(isManaged);
}

/** An object that is in the way of one that is to be written. */
export interface ConflictingObject {
  ref: Ref;
  present: KubeObject;
}

/**
 * Applies an object outside of a Helm release. Throws when there is one of its name that belongs to none of the names
 * of the app.
 */
export async function applyOwned(
  kube: Kube,
  object: KubeObject,
  names: readonly string[],
  options: CallOptions,
): Promise<void> {
  const ref = refOf(object);
  const present = await kube.get(ref, { ...options, metadataOnly: true });
  if (present && !names.includes(appOf(present) ?? '')) throw ownershipFailure(names[0]!, [{ ref, present }]);
  await kube.apply(object, options);
}

/** Why an app cannot have its objects: each one with whose it is. */
export function ownershipFailure(app: string, conflicts: readonly ConflictingObject[]): Failure {
  const one = conflicts.length === 1;
  return new Failure(
    `${one ? 'An object' : 'Objects'} that ${app} would write ${one ? 'belongs' : 'belong'} to someone else`,
    {
      code: 'release.taken',
      details: conflicts.map(({ ref, present }) => `${describeRef(ref)} ${belongsTo(present)}`),
      hint: [
        `Rename the app (dokku apps:rename ${app} <name>), the process type or the object of the Kustomize folder`,
        `Or give the app a namespace of its own: dokku scheduler-k3s:set ${app} namespace <name>`,
      ],
    },
  );
}

function belongsTo(object: KubeObject): string {
  const app = appOf(object);
  if (app !== undefined && isManaged(object)) return `belongs to the app ${app}`;
  const helm = helmReleaseOf(object);
  if (helm) return `belongs to the Helm release ${helm.release} of namespace ${helm.namespace}`;
  return 'was not made by dokku';
}
