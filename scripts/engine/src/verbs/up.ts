import { existsSync } from 'node:fs';
import { buildMissing } from '../build/build.ts';
import { withLock } from '../build/lock.ts';
import { program, programs } from '../build/programs.ts';
import { awaitSystemCharts, installSystemCharts } from '../charts/system.ts';
import { makeBaseImages } from '../images/base-images.ts';
import { makeProgramImages } from '../images/program-images.ts';
import { makeBridge } from '../network/interfaces.ts';
import { prepareMachine } from '../network/machine-state.ts';
import { masquerade } from '../network/masquerade.ts';
import { startAddedNodes } from '../node/added.ts';
import { cgroupRoot, firstNode } from '../node/cluster-node.ts';
import { awaitNode } from '../node/ready.ts';
import { makePki } from '../pki/certificates.ts';
import { writeKubeconfigs } from '../pki/kubeconfig.ts';
import { preflight } from '../preflight/check.ts';
import { needsRoot } from '../preflight/root.ts';
import type { Settings } from '../settings.ts';
import { noteFingerprint, runsAsWanted } from '../supervisor/fingerprint.ts';
import { awaitComponent, launch } from '../supervisor/launch.ts';
import { readStatus } from '../supervisor/status.ts';
import { makeCgroup } from '../system/cgroups.ts';
import { removeLeftovers } from '../system/leftovers.ts';
import { linkPrograms } from '../system/links.ts';
import { detail, seconds, step } from '../system/output.ts';
import { claim } from '../system/state-folder.ts';
import { stop } from './down.ts';

export async function run(settings: Settings): Promise<number> {
  needsRoot();
  claim(settings.state);
  await withLock(settings.state, () => up(settings));
  return 0;
}

async function up(settings: Settings): Promise<void> {
  const running = readStatus(settings) !== undefined;
  if (running && !runsAsWanted(settings)) {
    step('Programs or settings have changed: restarting the cluster');
    await stop(settings);
  }
  if (!readStatus(settings)) await start(settings);
  const started = Date.now();
  await Promise.all([controlPlane(settings), images(settings)]);
  await Promise.all([makeBaseImages(settings), installSystemCharts(settings)]);
  await awaitSystemCharts(settings);
  step(`The cluster is ready, after ${seconds(started)}`);
  detail(`eval "$(scripts/engine/engine env)" sets KUBECONFIG, PATH and all addresses`);
}

/** Creates what the first process needs, and starts the supervisor. */
async function start(settings: Settings): Promise<void> {
  // An engine or an `up` was killed. `before` is written before anything on the machine is changed.
  if ([settings.paths.before, settings.paths.run].some((path) => existsSync(path)))
    await removeLeftovers(settings);
  await preflight(settings);
  const needed = programs.filter(({ addon }) => !addon);
  await buildMissing(settings, needed);
  step('Starting the cluster');
  linkPrograms(settings);
  await makePki(settings);
  writeKubeconfigs(settings);
  await prepareMachine(settings);
  await makeBridge(settings);
  await masquerade(settings, firstNode(settings));
  makeCgroup(cgroupRoot(settings, firstNode(settings)));
  await startAddedNodes(settings);
  noteFingerprint(settings);
  await launch(settings);
}

async function controlPlane(settings: Settings): Promise<void> {
  const { name } = firstNode(settings);
  for (const component of ['etcd', 'kube-apiserver', 'kube-controller-manager', 'kube-scheduler']) {
    await awaitComponent(settings, component, 60_000);
  }
  for (const component of ['containerd', 'kubelet', 'kube-proxy']) {
    await awaitComponent(settings, `${component}-${name}`, 60_000);
  }
  await awaitNode(settings, name);
}

/** The first pod needs the pause image, or waits for the next try. */
async function images(settings: Settings): Promise<void> {
  await awaitComponent(settings, 'registry', 30_000);
  await awaitComponent(settings, 'buildkitd', 30_000);
  await makeProgramImages(settings, program('pause'));
}
