import { type ParsedManifest, writeManifest } from '../../helm/manifest.ts';
import type { Manifest } from '../../kube/types.ts';
import { byKey, isSameObject, movesLast, objectKey } from './kinds.ts';

/**
 * The manifest with which a new version starts while the old one serves: the pods of the new version and all that they
 * need, and everything else as the serving version has it. Routes, Services, schedules and autoscalers therefore move,
 * and objects of the serving version are deleted, when the complete manifest is applied: after the new version is
 * ready. `namespace` is that of the release. Returns `next` itself when nothing has to be held back.
 */
export function startManifest(
  serving: ParsedManifest,
  next: ParsedManifest,
  namespace: string,
): ParsedManifest {
  const before = byKey(serving.objects, namespace);
  const wanted = byKey(next.objects, namespace);
  const started = next.objects.flatMap((object) => {
    const old = before.get(objectKey(object, namespace));
    if (!movesLast(object) || (old && isSameObject(old, object, namespace))) return [object];
    if (old) return [withSuspension(old, object)];
    // Pods may need the name of a new Service, and nothing else uses a new Service.
    return object.kind === 'Service' ? [object] : [];
  });
  const leaving = serving.objects.filter((object) => !wanted.has(objectKey(object, namespace)));
  const isWhole = leaving.length === 0 && started.length === next.objects.length;
  return isWhole && started.every((object, index) => object === next.objects[index])
    ? next
    : writeManifest([...started, ...leaving]);
}

/** The settings suspend a task. They apply at once, also to the task of the serving version. */
function withSuspension(old: Manifest, next: Manifest): Manifest {
  if (old.kind !== 'CronJob') return old;
  const { suspend } = (next.spec ?? {}) as { suspend?: boolean };
  return { ...old, spec: { ...(old.spec as object), suspend } };
}
