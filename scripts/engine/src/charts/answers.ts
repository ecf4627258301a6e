import { Resolver } from 'node:dns/promises';
import { request } from 'node:http';
import type { Settings } from '../settings.ts';
import { waitFor } from '../system/wait.ts';

const options = { timeout: 60_000, interval: 100 };

/**
 * Sends requests to the cluster's DNS and to its ingress. Right after a restart the API server still reports the pods
 * as they were before it.
 */
export async function awaitAnswers(settings: Settings): Promise<void> {
  await Promise.all([
    waitFor('an answer of the cluster DNS', () => resolves(settings), options),
    waitFor('an answer of the ingress', () => serves(settings), options),
  ]);
}

async function resolves(settings: Settings): Promise<boolean> {
  const resolver = new Resolver({ timeout: 500, tries: 1 });
  resolver.setServers([settings.dnsIp]);
  const addresses = await resolver.resolve4(`ready.${settings.domain}`);
  return addresses.includes(settings.nodeIp);
}

/** Every answer counts: no route exists for this host. */
function serves(settings: Settings): Promise<boolean> {
  return new Promise((resolve) => {
    const target = { host: settings.nodeIp, port: settings.httpPort, timeout: 1000, agent: false };
    const call = request(target, (response) => {
      response.resume();
      resolve(response.statusCode !== undefined);
    });
    call.on('timeout', () => call.destroy());
    call.on('error', () => resolve(false));
    call.end();
  });
}
