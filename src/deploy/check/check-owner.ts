import { Failure } from '../../core/failure.ts';
import { label } from '../../core/labels.ts';
import { describe, refOf } from '../../kube/resources.ts';
import type { KubeObject, Manifest, Ref } from '../../kube/types.ts';
import { configSecretManifest } from '../../release/config/config-secret.ts';
import { foreignApp } from '../../release/metadata/foreign-labels.ts';
import {
  appOf,
  isHook,
  isManaged,
  releaseOf,
  type Taken,
  takenFailure,
} from '../../rollout/objects/ownership.ts';
import { appSecrets } from '../apply/app-secrets.ts';
import type { DeployRun } from '../frame/deploy-run.ts';
import { isSamePlace, locationOf, locationsOf, namesOf } from '../move/release-location.ts';
import type { Plan } from '../plan/plan.ts';
import { refuseForeignRelease } from './helm-release.ts';
import { presentObjects } from './present-objects.ts';

/** Whose an object is that a release would write: of this very release, of a place the app leaves, or of others. */
type Owner = 'own' | 'left' | 'others';

export interface Owned {
  /** Objects of a place that the app leaves are to be taken over. */
  takeOwnership: boolean;
  /** Those of the objects that are in the cluster already. */
  present: ReadonlySet<KubeObject>;
}

/**
 * Sees that a release writes nothing that is not the app's, before anything of it is written: what exists already must
 * be its own, or of a place that the app leaves.
 */
export async function checkOwners(
  run: DeployRun,
  plan: Plan,
  objects: readonly KubeObject[],
): Promise<Owned> {
  const { store, app, signal } = run;
  refuseForeignLabels(run, objects);
  const kube = await run.kube();
  await refuseForeignRelease(kube, locationOf(plan.spec), signal);
  const judges = judgesOf(run, plan);
  const beside = [configSecretManifest(plan.spec, plan.config), ...appSecrets(store, plan)];
  const written = [
    ...objects.map((object) => ({ ref: refOf(object), judge: judges.inRelease })),
    ...beside.map((object) => ({ ref: refOf(object), judge: judges.beside })),
    ...objects.flatMap((object) => issuedSecret(object)).map((ref) => ({ ref, judge: judges.issued })),
  ];
  const refs = written.map(({ ref }) => ref);
  const ours = `${label.partOf} in (${namesOf(store, app).join(',')})`;
  const there = await presentObjects(kube, refs, ours, signal);
  const found = written.flatMap(({ ref, judge }, index) => {
    const object = there[index];
    return object ? [{ ref, present: object, owner: judge(object) }] : [];
  });
  const taken: Taken[] = found.filter(({ owner }) => owner === 'others');
  if (taken.length > 0) throw takenFailure(app, taken);
  return {
    takeOwnership: found.some(({ owner }) => owner === 'left'),
    present: new Set(objects.filter((_, index) => there[index])),
  };
}

function judgesOf(
  { store, app }: DeployRun,
  { spec }: Plan,
): Record<'inRelease' | 'beside' | 'issued', (present: KubeObject) => Owner> {
  const place = locationOf(spec);
  const names = namesOf(store, app);
  const places = locationsOf(store, app);
  const isOurs = (present: KubeObject) => names.includes(appOf(present) ?? '');
  return {
    inRelease(present) {
      const release = releaseOf(present);
      if (!release && isHook(present)) return 'own';
      if (!release) return isOurs(present) ? 'left' : 'others';
      if (isSamePlace(release, place)) return 'own';
      return places.some((each) => isSamePlace(each, release)) ? 'left' : 'others';
    },
    beside: (present) => (isOurs(present) ? 'own' : 'others'),
    // A program writes it, and nobody says how it labels what is not of our making.
    issued: (present) => (isManaged(present) && !isOurs(present) ? 'others' : 'own'),
  };
}

/** The Secret that cert-manager writes a certificate to. */
function issuedSecret(object: KubeObject): Ref[] {
  if (!object.apiVersion.startsWith('cert-manager.io/') || object.kind !== 'Certificate') return [];
  const name = (object as Manifest & { spec?: { secretName?: unknown } }).spec?.secretName;
  if (typeof name !== 'string') return [];
  return [{ apiVersion: 'v1', kind: 'Secret', namespace: object.metadata.namespace, name }];
}

/** Whoever selects by the labels of another app would find these objects. */
function refuseForeignLabels({ store, app }: DeployRun, objects: readonly KubeObject[]): void {
  const names = namesOf(store, app);
  const isOther = (name: string) => store.apps.exists(name) && !names.includes(name);
  const disguised = objects.flatMap((object) => {
    const other = foreignApp(object as Manifest, app, isOther);
    return other === undefined ? [] : [`${describe(refOf(object))} is labelled as part of ${other}`];
  });
  if (disguised.length === 0) return;
  throw new Failure(`The release of ${app} has objects that are labelled as those of another app`, {
    code: 'release.disguise',
    details: disguised,
    hint: `Leave the label ${label.partOf} as it is, commit and push again. The running version was not touched`,
  });
}
