import { isDeepStrictEqual } from 'node:util';
import type { ParsedManifest } from '../../helm/manifest.ts';
import type { KubeObject } from '../../kube/types.ts';
import { byKey, objectKey } from './kinds.ts';

interface RolledOut {
  replicas?: number;
  strategy?: { type?: string; rollingUpdate?: { maxUnavailable?: number | string } };
  template?: object;
}

/**
 * The Deployments whose pods are all stopped before `next` starts, so that nothing of them serves until the new pods
 * are ready. Their names, in the order of the manifest.
 */
export function stoppedFirst(serving: ParsedManifest, next: ParsedManifest, namespace: string): string[] {
  const before = byKey(serving.objects, namespace);
  return next.objects
    .filter((object) => {
      const old = object.kind === 'Deployment' ? before.get(objectKey(object, namespace)) : undefined;
      if (!old) return false;
      const [from, to] = [specOf(old), specOf(object)];
      const isSameVersion = isDeepStrictEqual(from.template, to.template);
      return from.replicas !== 0 && !isSameVersion && allowsNoPod(to);
    })
    .map(({ metadata }) => metadata.name);
}

/** Whether the strategy lets Kubernetes stop every old pod at once. */
function allowsNoPod({ strategy, replicas = 1 }: RolledOut): boolean {
  if (strategy?.type === 'Recreate') return true;
  const { maxUnavailable = 0 } = strategy?.rollingUpdate ?? {};
  // Kubernetes rounds a percentage down.
  const pods =
    typeof maxUnavailable === 'number'
      ? maxUnavailable
      : Math.floor((replicas * Number.parseFloat(maxUnavailable)) / 100);
  return replicas > 0 && pods >= replicas;
}

function specOf(object: KubeObject & { spec?: unknown }): RolledOut {
  return (object.spec ?? {}) as RolledOut;
}
