import { releaseMarks } from '../../core/labels.ts';
import { describeRef, refOf } from '../../kube/resources.ts';
import type { KubeObject } from '../../kube/types.ts';
import type { ReleaseSpec } from '../../release/types.ts';
import type { DeployFacts } from '../frame/facts.ts';
import type { Plan } from '../plan/plan.ts';
import { objectsOf } from './render.ts';

/**
 * The objects that the release before had too, but for what makes it another release: its number and image, and the
 * Secret with its config. Only when that one serves from the same location, so that it is what the cluster accepted last.
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

/** An object as text, without what differs from release to release anyway. */
function inEveryRelease(object: KubeObject, { number, deploymentId, image, config }: ReleaseSpec): string {
  const marks = [String(number), deploymentId];
  return JSON.stringify(object, (key, value) => {
    if (releaseMarks.includes(key) && marks.includes(value)) return '<mark>';
    if (key === 'image' && value === image.reference) return '<image>';
    if (key === 'name' && value === config.secretName) return '<config>';
    return value;
  });
}
