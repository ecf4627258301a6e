import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { binary, cacheFolder } from '../build/cache.ts';
import { program } from '../build/programs.ts';
import { pauseImage } from '../images/names.ts';
import type { ClusterNode } from '../node/cluster-node.ts';
import { nodePaths } from '../node/cluster-node.ts';
import { registryAddress, type Settings } from '../settings.ts';
import { writeFile } from '../system/files.ts';
import { cniConfig } from './cni.ts';
import type { Component } from './component.ts';
import { inNamespace } from './namespace.ts';
import { accepts } from './probe.ts';

export function containerd(settings: Settings, node: ClusterNode): Component {
  const paths = nodePaths(settings, node);
  for (const folder of [paths.run, paths.containerd]) mkdirSync(folder, { recursive: true });
  const config = join(paths.config, 'containerd.toml');
  writeFile(config, containerdConfig(settings, node));
  writeFile(join(paths.cniConfig, '10-pods.conflist'), cniConfig(settings, node));
  writeRegistryHosts(settings, join(paths.config, 'certs.d'));
  const shims = cacheFolder(settings, program('containerd'));
  return inNamespace(node, {
    name: `containerd-${node.name}`,
    needs: ['registry'],
    command: binary(settings, 'containerd'),
    args: ['--config', config],
    env: { PATH: `${shims}:${process.env.PATH}` },
    ready: () => accepts(paths.containerdSocket),
    grace: 5000,
  });
}

function containerdConfig(settings: Settings, node: ClusterNode): string {
  const paths = nodePaths(settings, node);
  const images = 'plugins."io.containerd.cri.v1.images"';
  const runtime = 'plugins."io.containerd.cri.v1.runtime"';
  return `version = 3
root = "${paths.containerd}"
state = "${paths.containerdState}"
# The first would make /opt/containerd, the second wants a socket of its own; neither is used.
disabled_plugins = ["io.containerd.internal.v1.opt", "io.containerd.nri.v1.nri"]

[grpc]
address = "${paths.containerdSocket}"

[${images}]
snapshotter = "overlayfs"
max_concurrent_downloads = 6
[${images}.pinned_images]
sandbox = "${pauseImage(settings)}"
[${images}.registry]
config_path = "${join(paths.config, 'certs.d')}"

[${runtime}]
# A machine that is a container itself may lack the right to lower the score, and then no pod would start.
restrict_oom_score_adj = true
netns_mounts_under_state_dir = true
[${runtime}.cni]
bin_dirs = ["${cacheFolder(settings, program('cni'))}"]
conf_dir = "${paths.cniConfig}"
[${runtime}.containerd]
default_runtime_name = "runc"
[${runtime}.containerd.runtimes.runc]
runtime_type = "io.containerd.runc.v2"
[${runtime}.containerd.runtimes.runc.options]
BinaryName = "${binary(settings, 'runc')}"
Root = "${paths.runc}"
`;
}

/** Images of Docker Hub are pulled from the engine's own registry: the hub cannot be reached. */
function writeRegistryHosts(settings: Settings, folder: string): void {
  const registry = registryAddress(settings);
  const hosts = `server = "http://${registry}"

[host."http://${registry}"]
capabilities = ["pull", "resolve"]
`;
  for (const name of ['docker.io', registry, `127.0.0.1:${settings.registryPort}`]) {
    writeFile(join(folder, name, 'hosts.toml'), hosts);
  }
}
