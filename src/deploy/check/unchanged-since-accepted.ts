import { releaseMarks } from '../../core/labels.ts';
import { describeRef, refOf } from '../../kube/resources.ts';
import type { KubeObject } from '../../kube/types.ts';
import type { ReleaseSpec } from '../../release/types.ts';
import type { DeployFacts } from '../frame/facts.ts';
import type { Plan } from '../plan/plan.ts';
import { objectsOf } from './render.ts';

/**
 * The objects that the previous release had too, apart from the release number, the image and the config Secret. Empty
 * unless the newest release succeeded and this one goes to the same location, because only then the cluster accepted
 * these objects last.
 */
export function unchangedSinceAccepted(
  { serving, ends }: Pick<DeployFacts, 'serving' | 'ends'>,
  { spec, movesFrom }: Pick<Plan, 'spec' | 'movesFrom'>,
  objects: readonly KubeObject[],
): KubeObject[] {
  if (!serving || movesFrom || ends[0]?.outcome !== 'succeeded') return [];
  const { spec: before } = serving;
  const old = new Map(
    objectsOf(serving.manifest(), before.namespace).map((object) => [
      nameOf(object),
      inEveryRelease(object, before),
    ]),
  );
  return objects.filter((object) => old.get(nameOf(object)) === inEveryRelease(object, spec));
}

function nameOf(object: KubeObject): string {
  return `${object.apiVersion} ${describeRef(refOf(object))}`;
}

/** An object as text, without the parts that differ in every release. */
function inEveryRelease(object: KubeObject, { number, deploymentId, image, config }: ReleaseSpec): string {
  const marks = [String(number), deploymentId];
  return JSON.stringify(object, (key, value) => {
    if (releaseMarks.includes(key) && marks.includes(value)) return '<mark>';
    if (key === 'image' && value === image.reference) return '<image>';
    if (key === 'name' && value === config.secretName) return '<config>';
    return value;
  });
}
