import { join } from 'node:path';
import { binary } from '../build/cache.ts';
import { registryAddress, type Settings } from '../settings.ts';
import { writeFile } from '../system/files.ts';
import type { Component } from './component.ts';
import { accepts } from './probe.ts';

export function buildkit(settings: Settings): Component {
  const { paths } = settings;
  const config = join(paths.config, 'buildkitd.toml');
  writeFile(config, buildkitConfig(settings));
  return {
    name: 'buildkitd',
    needs: ['registry'],
    command: binary(settings, 'buildkit', 'buildkitd'),
    args: ['--config', config],
    ready: () => accepts(paths.buildkitSocket),
    grace: 5000,
  };
}

function buildkitConfig(settings: Settings): string {
  const { paths } = settings;
  const registry = registryAddress(settings);
  return `root = "${paths.buildkit}"

[grpc]
address = ["unix://${paths.buildkitSocket}"]

[otel]
socketPath = "${join(paths.run, 'buildkit-otel.sock')}"

[cdi]
disabled = true

[worker.oci]
enabled = true
binary = "${binary(settings, 'runc')}"
snapshotter = "overlayfs"
# Build steps fetch packages the way the machine itself does.
networkMode = "host"
defaultCgroupParent = "/${settings.instance}/buildkit"
gc = true
maxUsedSpace = "10GB"

[worker.containerd]
enabled = false

[registry."docker.io"]
mirrors = ["${registry}"]

[registry."${registry}"]
http = true

[registry."127.0.0.1:${settings.registryPort}"]
http = true
`;
}
