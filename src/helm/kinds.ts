import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { HelmContext } from './context.ts';

/**
 * Helm's list of the cluster's kinds, reduced to the kinds of one upgrade. For Helm 4.3.1, which requests all kinds at
 * the start, and then reads its copy again for every object, three times: each version of each API group from a file,
 * and those that it could not store, such as KEDA's metrics, from the server. The post-renderer runs in between, so it
 * replaces the copy by a list with only the kinds of the manifest. When a kind is missing, such as that of an object
 * that only the old manifest has, the client of Kubernetes requests all kinds from the server.
 *
 * An upgrade of 8 ConfigMaps takes 0.6 s with the short list and 1.6 s with the whole one, of 40 ConfigMaps 1.6 s and
 * 4.6 s (medians on two slow cores; the cluster had 40 API groups). test/cluster/helm/kinds.test.ts fails when Helm
 * ignores the list or no longer needs it.
 *
 * Writes to `workDir`; returns the variables that Helm needs for it. `manifest` has YAML documents.
 */
export function limitKinds(
  { home }: HelmContext,
  { release, manifest, workDir }: { release: string; manifest: string; workDir: string },
): Record<string, string> {
  const file = join(workDir, 'kinds.json');
  writeFileSync(file, JSON.stringify(groupListOf(manifest)));
  return { KUBECACHEDIR: join(home, 'kinds', cacheFolderOf(release)), DOKKU_KINDS: file };
}

/**
 * Each release has a folder out of a few, so that no folder ever needs to be deleted. When two releases share a folder
 * and deploy at the same time, each finds the other's list, which is a list with missing kinds.
 */
function cacheFolderOf(release: string): string {
  return createHash('sha256').update(release).digest('hex').slice(0, 1);
}

/**
 * The `apiVersion` of each document, in YAML and in JSON on one line. A regular expression suffices: a wrong match
 * costs only time, as a second parse of the manifest would in every push.
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
