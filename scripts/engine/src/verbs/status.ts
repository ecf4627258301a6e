import { addedNodes, firstNode } from '../node/cluster-node.ts';
import { isReady } from '../node/ready.ts';
import { registryAddress, type Settings } from '../settings.ts';
import { readStatus } from '../supervisor/status.ts';
import { print } from '../system/output.ts';

const notRunning = 3;
const notWell = 1;

/** The exit status is 0 when all is well, 1 when something is not, 3 when the cluster is not running. */
export async function run(settings: Settings, args: string[]): Promise<number> {
  const status = readStatus(settings);
  const components = status?.components ?? [];
  const nodes = status ? await nodeStates(settings) : {};
  const well =
    components.every(({ phase }) => phase === 'ready') &&
    Object.values(nodes).every((state) => state === 'Ready');
  if (args.includes('--format') && args.includes('json')) {
    print(JSON.stringify({ running: status !== undefined, well, components, nodes }, null, 2));
  } else if (status) {
    for (const { name, phase, pid, since, restarts, lastEnd } of components) {
      const age = since ? `${Math.round((Date.now() - since) / 1000)} s` : '';
      const history = restarts > 0 ? `${restarts} restarts, last end: ${lastEnd}` : '';
      print(
        `${name.padEnd(26)}${phase.padEnd(10)}${String(pid ?? '').padEnd(10)}${age.padEnd(10)}${history}`.trimEnd(),
      );
    }
    for (const [name, state] of Object.entries(nodes)) print(`${`node ${name}`.padEnd(26)}${state}`);
    print(`${'registry'.padEnd(26)}http://${registryAddress(settings)}`);
    print(`${'ingress'.padEnd(26)}http://${settings.nodeIp}:${settings.httpPort}`);
    print(`${'kubeconfig'.padEnd(26)}${settings.paths.kubeconfig}`);
  } else {
    print('The cluster is not running: scripts/engine/engine up starts it.');
  }
  if (!status) return notRunning;
  return well ? 0 : notWell;
}

async function nodeStates(settings: Settings): Promise<Record<string, string>> {
  const states: Record<string, string> = {};
  for (const { name } of [firstNode(settings), ...addedNodes(settings)]) {
    states[name] = (await isReady(settings, name).catch(() => false)) ? 'Ready' : 'NotReady';
  }
  return states;
}
