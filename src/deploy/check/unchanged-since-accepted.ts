import { releaseMarks } from '../../core/labels.ts';
import { describe, refOf } from '../../kube/resources.ts';
import type { KubeObject } from '../../kube/types.ts';
import type { ReleaseSpec } from '../../release/types.ts';
import type { DeployRun } from '../frame/deploy-run.ts';
import { isSamePlace, locationOf } from '../move/release-location.ts';
import type { Plan } from '../plan/plan.ts';
import { objectsOf } from './render.ts';

/**
 * The objects that the release before had too, but for what makes it another release: its number and image, and the
 * Secret with its config. Only when that one serves from the same place, so that it is what the cluster accepted last.
 */
export function unchangedSinceAccepted(
  { store, app }: Pick<DeployRun, 'store' | 'app'>,
  { spec }: Plan,
  objects: readonly KubeObject[],
): KubeObject[] {
  const newest = store.releases.ends(app)[0];
  if (newest?.outcome !== 'succeeded') return [];
  const record = store.releases.current(app)!;
  const before: ReleaseSpec = JSON.parse(record.spec);
  if (!isSamePlace(locationOf(before), locationOf(spec))) return [];
  const old = new Map(
    objectsOf(record.manifest, before.namespace).map((object) => [
      nameOf(object),
      inEveryRelease(object, before),
    ]),
  );
  return objects.filter((object) => old.get(nameOf(object)) === inEveryRelease(object, spec));
}

function nameOf(object: KubeObject): string {
  return `${object.apiVersion} ${describe(refOf(object))}`;
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
