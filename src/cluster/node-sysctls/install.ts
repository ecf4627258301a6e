import { randomHex, sortableId } from '../../core/ids.ts';
import { openWorkFolder, sweepWorkFolders } from '../../exec/work-folder.ts';
import { freePending } from '../../helm/free-pending.ts';
import { uninstall } from '../../helm/history.ts';
import { renderManifest } from '../../helm/render.ts';
import { upgrade } from '../../helm/upgrade.ts';
import { type NodeSysctlsContext, type Sysctls, sysctlsHelm, sysctlsRelease } from './context.ts';
import { sysctlImages } from './images.ts';

/**
 * Installs the DaemonSet that sets the sysctls on every node, also on nodes that join later; without sysctls, removes
 * the DaemonSet. Returns the revision that the new pods are labelled with, without waiting for them. Each call
 * replaces the pods, so that values that somebody changed on a node are set again.
 */
export async function installSysctls(
  context: NodeSysctlsContext,
  sysctls: Sysctls,
): Promise<string | undefined> {
  const { environment, signal } = context;
  const helm = sysctlsHelm(context);
  // The lock of the sysctls is held, so an unfinished operation belongs to a dead process.
  await freePending(helm, await context.kube(), sysctlsRelease, { signal, neverRollBack: true });
  if (Object.keys(sysctls).length === 0) {
    await uninstall(helm, sysctlsRelease, { signal });
    return undefined;
  }
  const revision = randomHex();
  const values = {
    name: sysctlsRelease.release,
    revision,
    ...sysctlImages(context.store),
    sysctls: Object.entries(sysctls)
      .map(([name, value]) => ({ name, value }))
      .sort((one, other) => (one.name < other.name ? -1 : 1)),
  };
  sweepWorkFolders(environment);
  using work = openWorkFolder(environment, sortableId());
  const input = { ...sysctlsRelease, values, workDir: work.path };
  const manifest = await renderManifest(helm, input, { signal });
  await upgrade(helm, { ...input, manifest }, { signal });
  return revision;
}
