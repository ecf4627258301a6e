import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { HelmContext } from './context.ts';

/**
 * Helm's list of the cluster's kinds, cut down to those of one upgrade. Helm asks the server for all of them when it
 * begins, and then reads its copy of that again for every object, three times: each version of each API group from
 * a file, and those that it could not keep, such as KEDA's metrics, from the server. So the post-renderer, which runs
 * in between, puts a list in its place that names only what the manifest uses. Nothing is lost by that: when a kind
 * is missing, of an object that the new manifest has no more, Kubernetes' client asks the server for all of them.
 *
 * Writes to `workDir`; returns the variables that Helm needs for it. `manifest` has YAML documents.
 */
export function cutKinds(
  { home }: HelmContext,
  { release, manifest, workDir }: { release: string; manifest: string; workDir: string },
): Record<string, string> {
  const file = join(workDir, 'kinds.json');
  writeFileSync(file, JSON.stringify(groupListOf(manifest)));
  return { KUBECACHEDIR: join(home, 'kinds', slotOf(release)), DOKKU_KINDS: file };
}

/**
 * The files are many, so they are kept, in few enough folders that nobody has to remove them. Two releases that use
 * one at the same time take each other's list for one that misses kinds.
 */
function slotOf(release: string): string {
  return createHash('sha256').update(release).digest('hex').slice(0, 1);
}

/**
 * That of each document, in YAML and in JSON on one line. Not by a parser: what is missed or too much costs time only,
 * and so would parsing the manifest once more on the way of each push.
 */
const apiVersion = /^(?:apiVersion|\{"apiVersion"): *['"]?(?:(?<group>[^\s'"/]+)\/)?(?<version>[^\s'"/]+)/gm;

/** An `APIGroupList` of `meta/v1`. */
function groupListOf(manifest: string): object {
  const used = manifest.matchAll(apiVersion);
  const groups = Map.groupBy(used, ({ groups }) => groups!.group ?? '');
  return {
    kind: 'APIGroupList',
    apiVersion: 'v1',
    groups: Array.from(groups, ([name, uses]) => {
      const versions = [...new Set(uses.map(({ groups }) => groups!.version!))].map((version) => ({
        groupVersion: name ? `${name}/${version}` : version,
        version,
      }));
      return { name, versions, preferredVersion: versions[0] };
    }),
  };
}
