import { join } from 'node:path';
import { acmeDirectory } from '../addons/pebble.ts';
import { firstNode, nodePaths } from '../node/cluster-node.ts';
import { registryAddress, type Settings } from '../settings.ts';
import { print } from '../system/output.ts';

/** For a shell: eval "$(engine env)". */
export async function run(settings: Settings): Promise<number> {
  const { paths } = settings;
  const variables: Record<string, string> = {
    KUBECONFIG: paths.kubeconfig,
    DOKKU_ENGINE_STATE: settings.state,
    DOKKU_ENGINE_NODE_IP: settings.nodeIp,
    DOKKU_ENGINE_REGISTRY: registryAddress(settings),
    DOKKU_ENGINE_BUILDKIT: `unix://${paths.buildkitSocket}`,
    DOKKU_ENGINE_DOMAIN: settings.domain,
    DOKKU_ENGINE_HTTP: `${settings.nodeIp}:${settings.httpPort}`,
    DOKKU_ENGINE_HTTPS: `${settings.nodeIp}:${settings.httpsPort}`,
    DOKKU_ENGINE_ACME: acmeDirectory,
    DOKKU_ENGINE_CA: join(paths.pki, 'ca.crt'),
    DOKKU_ENGINE_CONTAINERD: nodePaths(settings, firstNode(settings)).containerdSocket,
  };
  print(`export PATH=${quote(paths.bin)}:"$PATH"`);
  for (const [name, value] of Object.entries(variables)) print(`export ${name}=${quote(value)}`);
  return 0;
}

function quote(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}
