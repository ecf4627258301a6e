import { mkdirSync, readdirSync, readFileSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

interface GroupList {
  groups: { versions: { groupVersion: string }[] }[];
}

/**
 * Helm learns the kinds of the cluster anew for every object of a release, three times: from files, one for each
 * version of each API group, that Kubernetes' client keeps for six hours. For a version in which it found no kinds it
 * keeps no file and asks the server each time, which nearly doubles the length of an upgrade; KEDA's metrics are such
 * a version. So the missing files are written here, without kinds. Nothing is lost by that: a kind that is in no file
 * makes the client drop them all and ask the server.
 *
 * `home` is the home folder that Helm is started with. An upgrade without this is only slower, so nothing is thrown.
 */
export function completeDiscoveryCache(home: string): void {
  try {
    const clusters = join(home, '.kube', 'cache', 'discovery');
    for (const cluster of readdirSync(clusters)) completeCluster(join(clusters, cluster));
  } catch {
    // There is no cache before the first upgrade.
  }
}

function completeCluster(folder: string): void {
  const list: GroupList = JSON.parse(readFileSync(join(folder, 'servergroups.json'), 'utf8'));
  for (const { versions } of list.groups)
    for (const { groupVersion } of versions) completeVersion(folder, groupVersion);
}

function completeVersion(folder: string, groupVersion: string): void {
  const file = join(folder, groupVersion, 'serverresources.json');
  const empty = JSON.stringify({ kind: 'APIResourceList', apiVersion: 'v1', groupVersion, resources: [] });
  const size = statSync(file, { throwIfNoEntry: false })?.size;
  if (size === undefined) {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, empty, { flag: 'wx' });
  }
  // Helm writes its own anew after six hours, but not ours.
  if (size === empty.length) utimesSync(file, new Date(), new Date());
}
