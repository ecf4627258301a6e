import type { Manifest } from '../../kube/types.ts';
import { type Fields, isSet, itemsOf, mapOf } from './fields.ts';

/** The pods that an object creates. */
export interface PodTemplate {
  /** The path of the pod spec in the object. */
  path: string;
  spec: Fields;
  annotations: Fields;
  labels: Fields;
}

/** The fields by which a pod spec is recognised in an object of an unknown kind. */
const lists = ['containers', 'initContainers', 'ephemeralContainers'];
const flags = ['hostNetwork', 'hostPID', 'hostIPC'];

/** Their members are names and texts of the user, whatever these are called. */
const plain = new Set(['ConfigMap', 'Secret', 'CustomResourceDefinition']);

/**
 * Returns the pod specs in an object, at any depth: workloads of Kubernetes have one, other kinds may embed several. A
 * map is a pod spec when it has a list of containers, a volume of a node, or a flag that gives a namespace of the node.
 */
export function podTemplates(object: Manifest): PodTemplate[] {
  return plain.has(object.kind) ? [] : [...templatesIn(object as Fields, '')];
}

/** Returns the images that pods of an object start, or mount. */
export function imagesIn(object: Manifest): { path: string; image: string }[] {
  return podTemplates(object).flatMap(({ path, spec }) => [
    ...lists.flatMap((list) =>
      itemsOf(spec[list], `${path}.${list}`).map(({ path: at, item }) => ({
        path: `${at}.image`,
        image: String(item.image ?? ''),
      })),
    ),
    ...itemsOf(spec.volumes, `${path}.volumes`)
      .filter(({ item }) => isSet(item.image))
      .map(({ path: at, item }) => ({
        path: `${at}.image.reference`,
        image: String(mapOf(item.image).reference ?? ''),
      })),
  ]);
}

function* templatesIn(value: unknown, path: string): Generator<PodTemplate> {
  if (typeof value !== 'object' || value === null) return;
  for (const [key, member] of Object.entries(value)) {
    if (path === '' && (key === 'metadata' || key === 'status')) continue;
    const at = Array.isArray(value) ? `${path}[${key}]` : path === '' ? key : `${path}.${key}`;
    if (isPodSpec(member)) {
      const { annotations, labels } = mapOf((value as Fields).metadata);
      yield { path: at, spec: member, annotations: mapOf(annotations), labels: mapOf(labels) };
    } else yield* templatesIn(member, at);
  }
}

function isPodSpec(value: unknown): value is Fields {
  const fields = mapOf(value);
  return (
    lists.some((key) => isListOfNamed(fields[key])) ||
    flags.some((key) => fields[key] === true) ||
    (isListOfNamed(fields.volumes) && fields.volumes.some((volume) => isSet(mapOf(volume).hostPath)))
  );
}

function isListOfNamed(value: unknown): value is unknown[] {
  return Array.isArray(value) && value.some((item) => typeof mapOf(item).name === 'string');
}
