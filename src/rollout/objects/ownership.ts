import { Failure } from '../../core/failure.ts';
import { annotation, label, managed, selectorOf } from '../../core/labels.ts';
import type { ReleaseRef } from '../../helm/arguments.ts';
import type { CallOptions, Kube } from '../../kube/kube.ts';
import { describeRef, refOf } from '../../kube/resources.ts';
import type { Kind, KubeObject, Ref } from '../../kube/types.ts';

/** Returns the app named by an object's label. Other programs use the same label for their own objects. */
export function appOf({ metadata }: KubeObject): string | undefined {
  return metadata.labels?.[label.partOf];
}

/** Whether dokku created an object. */
export function isManaged({ metadata }: KubeObject): boolean {
  return Object.entries(managed).every(([key, value]) => metadata.annotations?.[key] === value);
}

/** Returns the Helm release that an object belongs to. */
export function helmReleaseOf({ metadata: { annotations } }: KubeObject): ReleaseRef | undefined {
  const release = annotations?.[annotation.helmRelease];
  const namespace = annotations?.[annotation.helmNamespace];
  return release && namespace ? { release, namespace } : undefined;
}

/** Whether an object is a Helm hook: Helm recreates it with each operation and does not mark it with the release. */
export function isHook({ metadata }: KubeObject): boolean {
  return metadata.annotations?.[annotation.helmHook] !== undefined;
}

/** Lists the objects of a kind that dokku created for an app, with only their metadata. */
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

/** An existing object with the name of an object that a deploy would write. */
export interface ConflictingObject {
  ref: Ref;
  present: KubeObject;
}

/**
 * Applies an object outside of a Helm release. Throws when an object of the same name exists and its label names none
 * of `names`, the names of the app.
 */
export async function applyOwned(
  kube: Kube,
  object: KubeObject,
  { names, isVisible }: { names: readonly string[]; isVisible: (app: string) => boolean },
  options: CallOptions,
): Promise<void> {
  const ref = refOf(object);
  const present = await kube.get(ref, { ...options, metadataOnly: true });
  if (present && !names.includes(appOf(present) ?? ''))
    throw ownershipFailure(names[0]!, [{ ref, present }], isVisible);
  await kube.apply(object, options);
}

/** Returns the failure that lists each conflicting object with its owner, if the actor may see that app. */
export function ownershipFailure(
  app: string,
  conflicts: readonly ConflictingObject[],
  isVisible: (app: string) => boolean,
): Failure {
  const one = conflicts.length === 1;
  return new Failure(
    `${one ? 'An object' : 'Objects'} that ${app} would write ${one ? 'belongs' : 'belong'} to someone else`,
    {
      code: 'release.taken',
      details: conflicts.map(({ ref, present }) => `${describeRef(ref)} ${belongsTo(present, isVisible)}`),
      hint: [
        `Rename the app (dokku apps:rename ${app} <name>), the process type or the object of the Kustomize folder`,
        `Or give the app another namespace: dokku scheduler-k3s:set ${app} namespace <name>`,
      ],
    },
  );
}

function belongsTo(object: KubeObject, isVisible: (app: string) => boolean): string {
  const app = appOf(object);
  if (app !== undefined && isManaged(object))
    return isVisible(app) ? `belongs to the app ${app}` : 'belongs to another app';
  const helm = helmReleaseOf(object);
  if (helm && isVisible(helm.release))
    return `belongs to the Helm release ${helm.release} of namespace ${helm.namespace}`;
  if (helm) return 'belongs to another Helm release';
  return 'was not created by dokku';
}
