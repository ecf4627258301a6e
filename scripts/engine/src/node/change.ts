import { rmSync } from 'node:fs';
import { kubectl } from '../charts/kubectl.ts';
import { nodeCertificate } from '../pki/certificates.ts';
import { makeCertificate } from '../pki/openssl.ts';
import type { Settings } from '../settings.ts';
import { awaitComponent } from '../supervisor/launch.ts';
import { component, readStatus } from '../supervisor/status.ts';
import { cgroupProcesses, makeCgroup, removeCgroup } from '../system/cgroups.ts';
import { EngineError } from '../system/errors.ts';
import { readJson, writeFile } from '../system/files.ts';
import { unmountBelow } from '../system/mounts.ts';
import { detail, step } from '../system/output.ts';
import { signal, stopProcesses } from '../system/processes.ts';
import { shimsOf } from '../system/shims.ts';
import { waitFor } from '../system/wait.ts';
import { type ClusterNode, cgroupRoot, nodePaths } from './cluster-node.ts';
import { isAdded, newNode, nodeFile } from './names.ts';
import { makeNamespace, makeRoutes, removeNamespace } from './namespace.ts';
import { awaitNode } from './ready.ts';

const parts = ['containerd', 'kubelet', 'kube-proxy'];

/** Creates a node in a network namespace of this machine, unless it exists, and waits until it is ready. */
export async function addNode(settings: Settings, name: string): Promise<void> {
  const status = readStatus(settings);
  if (!status) throw new EngineError('The cluster is not running', { hint: 'run scripts/engine/engine up' });
  if (!isAdded(settings, name)) {
    const node = newNode(settings, name);
    step(`Adding node ${name} at ${node.address}`);
    await makeCertificate(settings.paths.pki, 'ca', nodeCertificate(name, node.address));
    await makeNamespace(settings, node);
    makeCgroup(cgroupRoot(settings, node));
    writeFile(nodeFile(settings, name), JSON.stringify(node, null, 2));
    await makeRoutes(settings);
    signal(status.supervisor, 'SIGHUP');
  }
  for (const part of parts) await awaitComponent(settings, `${part}-${name}`, 60_000);
  await awaitNode(settings, name);
}

/** Removes a node and its data at once, as if its machine had been switched off. */
export async function removeNode(settings: Settings, name: string): Promise<void> {
  const node = readJson<ClusterNode>(nodeFile(settings, name));
  if (!node)
    throw new EngineError(`There is no added node '${name}'`, {
      hint: 'list the nodes with scripts/engine/engine status',
    });
  step(`Removing node ${name}`);
  rmSync(nodeFile(settings, name));
  const status = readStatus(settings);
  if (status) {
    signal(status.supervisor, 'SIGHUP');
    const gone = () => parts.every((part) => component(settings, `${part}-${name}`) === undefined);
    await waitFor(`the end of ${name}'s components`, gone, { timeout: 30_000 });
    await kubectl(settings, ['delete', 'node', name, '--ignore-not-found', '--wait=false']);
  }
  await removeTraces(settings, node);
  detail('Kubernetes starts its pods on other nodes once it notices');
}

async function removeTraces(settings: Settings, node: ClusterNode): Promise<void> {
  const { folder, run, podLogs } = nodePaths(settings, node);
  const group = cgroupRoot(settings, node);
  await stopProcesses(cgroupProcesses(group), 3000);
  await stopProcesses(shimsOf(run), 3000);
  for (const path of [folder, run]) await unmountBelow(path);
  removeCgroup(group);
  await removeNamespace(settings, node);
  for (const path of [folder, run, podLogs]) rmSync(path, { recursive: true, force: true });
}
