import { basename, join } from 'node:path';
import { EngineError } from './system/errors.ts';

/** Everything about an engine that can differ from one machine, or one instance, to the next. */
export type Settings = ReturnType<typeof readSettings>;

export function readSettings(env: NodeJS.ProcessEnv) {
  const text = (name: string, fallback: string) => env[`DOKKU_ENGINE_${name}`] || fallback;
  const port = (name: string, fallback: number) => {
    const value = Number(text(name, String(fallback)));
    if (Number.isInteger(value) && value > 0 && value < 65_536) return value;
    throw new EngineError(`DOKKU_ENGINE_${name} must be a port number, not '${text(name, '')}'`, {
      hint: `unset DOKKU_ENGINE_${name}, or set it to a number from 1 to 65535`,
    });
  };
  const state = text('STATE', '/var/lib/dokku-engine');
  const nodeIp = text('NODE_IP', '10.88.0.1');
  return {
    state,
    cache: text('CACHE', '/var/cache/dokku-engine'),
    /** Names cgroups and the pod network, so that two instances never mix. */
    instance: basename(state),
    nodeName: text('NODE_NAME', 'node1'),
    bridge: text('BRIDGE', 'dokku0'),
    nodeIp,
    nodePrefix: Number(text('NODE_PREFIX', '24')),
    podCidr: text('POD_CIDR', '10.42.0.0/16'),
    serviceCidr: text('SERVICE_CIDR', '10.43.0.0/16'),
    serviceIp: text('SERVICE_IP', '10.43.0.1'),
    dnsIp: text('DNS_IP', '10.43.0.10'),
    domain: text('DOMAIN', 'example.test'),
    apiPort: port('API_PORT', 6443),
    registryPort: port('REGISTRY_PORT', 5000),
    httpPort: port('HTTP_PORT', 80),
    httpsPort: port('HTTPS_PORT', 443),
    /** Bytes of log kept per component, twice: the current file and the one before. */
    logBytes: port('LOG_KILOBYTES', 8192) * 1024,
    paths: paths(state),
  };
}

function paths(state: string) {
  const run = join(state, 'run');
  return {
    run,
    bin: join(state, 'bin'),
    pki: join(state, 'pki'),
    logs: join(state, 'logs'),
    config: join(state, 'config'),
    kubeconfig: join(state, 'kubeconfig'),
    records: join(run, 'processes'),
    status: join(run, 'status.json'),
    nodes: join(state, 'nodes'),
    etcd: join(state, 'etcd'),
    registry: join(state, 'registry'),
    volumes: join(state, 'volumes'),
    buildkit: join(state, 'buildkit'),
    etcdSocket: join(run, 'etcd.sock'),
    buildkitSocket: join(run, 'buildkitd.sock'),
    before: join(state, 'before.json'),
  };
}

export function registryAddress(settings: Settings): string {
  return `${settings.nodeIp}:${settings.registryPort}`;
}
