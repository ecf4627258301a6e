import { basename } from 'node:path';
import type { Settings } from '../settings.ts';
import { commandLine } from '../system/processes.ts';
import { run } from '../system/run.ts';

interface Listener {
  address: string;
  port: number;
  /** For example `nginx (pid 12)`, if the system shows the owner. */
  owner: string;
}

const wildcards = ['0.0.0.0', '*', '[::]'];

/** One line for every port that the engine needs and another program uses. */
export async function takenPorts(settings: Settings): Promise<string[]> {
  const listeners = await listListeners();
  const complaints: string[] = [];
  for (const [address, ports] of Object.entries(needed(settings))) {
    for (const [port, use] of ports) {
      const taken = listeners.find(
        (one) => one.port === port && [...wildcards, address].includes(one.address),
      );
      if (taken) complaints.push(`port ${port} of ${address}, for ${use}, is in use by ${taken.owner}`);
    }
  }
  return complaints;
}

function needed(settings: Settings): Record<string, [number, string][]> {
  return {
    [settings.nodeIp]: [
      [settings.apiPort, 'the API server (DOKKU_ENGINE_API_PORT)'],
      [settings.registryPort, 'the registry (DOKKU_ENGINE_REGISTRY_PORT)'],
      [settings.httpPort, 'the ingress (DOKKU_ENGINE_HTTP_PORT)'],
      [settings.httpsPort, 'the ingress (DOKKU_ENGINE_HTTPS_PORT)'],
      [10248, "the kubelet's health"],
      [10249, "kube-proxy's figures"],
      [10250, 'the kubelet'],
      [10256, "kube-proxy's health"],
    ],
    '127.0.0.1': [
      [settings.registryPort, 'the registry (DOKKU_ENGINE_REGISTRY_PORT)'],
      [10257, 'the controller manager'],
      [10259, 'the scheduler'],
    ],
  };
}

async function listListeners(): Promise<Listener[]> {
  const output = await run('ss', ['-H', '-l', '-t', '-n', '-p']);
  return output
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => {
      const local = line.split(/\s+/)[3] ?? '';
      const colon = local.lastIndexOf(':');
      const pid = /pid=(\d+)/.exec(line)?.[1];
      return {
        // An address may carry the interface that it is bound to.
        address: local.slice(0, colon).replace(/%.*$/, ''),
        port: Number(local.slice(colon + 1)),
        owner: pid ? `${basename(commandLine(Number(pid))[0] ?? '')} (pid ${pid})` : 'another program',
      };
    });
}
