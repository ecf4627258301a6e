import { readdirSync, readlinkSync, rmdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { cniNetwork } from '../components/cni.ts';
import { accepts } from '../components/probe.ts';
import type { Settings } from '../settings.ts';
import { readJson } from '../system/files.ts';

/** Folders that other programs may use too, the inner ones first. */
const shared = [
  '/var/lib/cni/results',
  '/var/lib/cni',
  '/var/log/containers',
  '/var/lib/kubelet/device-plugins',
  '/var/lib/kubelet',
  '/run/containerd/s',
  '/run/containerd',
  '/run/runc',
];

/** Files that the container programs write to fixed places outside the state folder. */
export async function removeStrayFiles(settings: Settings): Promise<void> {
  removeShimSockets(settings);
  const results = '/var/lib/cni/results';
  for (const name of list(results)) {
    if (name.startsWith(`${cniNetwork(settings)}-`)) rmSync(join(results, name), { force: true });
  }
  const links = '/var/log/containers';
  for (const name of list(links)) {
    if (target(join(links, name)).startsWith(`${settings.paths.logs}/`))
      rmSync(join(links, name), { force: true });
  }
  // Every kubelet creates the socket here, whatever its folder is; it may belong to another engine.
  const socket = '/var/lib/kubelet/device-plugins/kubelet.sock';
  if (!(await accepts(socket))) rmSync(socket, { force: true });
  for (const folder of shared) removeIfEmpty(folder);
}

/** A shim that was killed leaves its socket; only its work folder holds the path. */
function removeShimSockets(settings: Settings): void {
  for (const node of list(settings.paths.run)) {
    const tasks = join(settings.paths.run, node, 'containerd', 'io.containerd.runtime.v2.task', 'k8s.io');
    for (const task of list(tasks)) {
      const address = readJson<{ address: string }>(join(tasks, task, 'bootstrap.json'))?.address ?? '';
      if (address.startsWith('unix:///run/containerd/s/'))
        rmSync(address.slice('unix://'.length), { force: true });
    }
  }
}

function list(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

function target(link: string): string {
  try {
    return readlinkSync(link);
  } catch {
    return '';
  }
}

function removeIfEmpty(folder: string): void {
  try {
    rmdirSync(folder);
  } catch {
    // The folder is missing, or holds files of another program.
  }
}
