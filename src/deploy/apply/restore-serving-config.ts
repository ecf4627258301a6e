import { messageOf } from '../../core/failure.ts';
import { type ParsedManifest, writeManifest } from '../../helm/manifest.ts';
import type { DeployRun } from '../frame/deploy-run.ts';
import type { Plan } from '../plan/plan.ts';
import { applyManifest } from './apply.ts';
import { byKey, isSameObject, objectKey } from './kinds.ts';

/** Kinds that running pods read again when they restart, or at once. */
const readByPods = new Set(['ConfigMap', 'Secret', 'ServiceAccount']);

/**
 * After a failed start, gives the pods of the serving version their configuration back: objects that the new version
 * changed under the same name. The pods of the new version stay for inspection.
 */
export async function restoreServingConfig(
  run: DeployRun,
  plan: Plan,
  started: ParsedManifest,
): Promise<void> {
  const { serving } = run.facts;
  if (!serving) return;
  const restored = withServingConfig(serving.manifest(), started, plan.spec.namespace);
  if (restored === started) return;
  try {
    await applyManifest(run, plan, restored.text, `config of v${serving.record.number}`);
  } catch (error) {
    run.out.warn(
      `The configuration of v${serving.record.number} could not be restored: ${messageOf(error)}. Its pods use that of v${plan.spec.number} when they restart`,
    );
  }
}

/** `started` with the configuration of the serving version; `started` itself when nothing differs. */
export function withServingConfig(
  serving: ParsedManifest,
  started: ParsedManifest,
  namespace: string,
): ParsedManifest {
  const before = byKey(serving.objects, namespace);
  const objects = started.objects.map((object) => {
    const old = readByPods.has(object.kind) ? before.get(objectKey(object, namespace)) : undefined;
    return old && !isSameObject(old, object, namespace) ? old : object;
  });
  return objects.every((object, index) => object === started.objects[index])
    ? started
    : writeManifest(objects);
}
