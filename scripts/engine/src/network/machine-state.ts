import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { cniNetwork } from '../components/cni.ts';
import type { Settings } from '../settings.ts';
import { readJson, writeFile } from '../system/files.ts';
import { run, tryRun } from '../system/run.ts';

/** An earlier version of the engine created the last one; this version only deletes it. */
const componentTables = ['kube-proxy', 'cni_hostport', 'cni_plugins_masquerade'];

const sysctls: Record<string, string> = {
  '/proc/sys/net/ipv4/ip_forward': '1',
  // Pods of one bridge that talk through a service address must pass its translation both ways.
  '/proc/sys/net/bridge/bridge-nf-call-iptables': '1',
};

interface MachineState {
  tables: string[];
  sysctls: Record<string, string>;
}

/** Records the state of the machine before the engine changes it, then sets what the cluster needs. */
export async function prepareMachine(settings: Settings): Promise<void> {
  const known = Object.keys(sysctls).filter((path) => existsSync(path));
  if (!existsSync(settings.paths.before)) {
    const values = known.map((path) => [path, readFileSync(path, 'utf8').trim()]);
    const state: MachineState = { tables: await tables(), sysctls: Object.fromEntries(values) };
    writeFile(settings.paths.before, JSON.stringify(state, null, 2));
  }
  for (const path of known) {
    if (readFileSync(path, 'utf8').trim() !== sysctls[path]) writeFileSync(path, sysctls[path] ?? '');
  }
}

/** Undoes what prepareMachine and the cluster's components changed in the machine's network. */
export async function restoreMachine(settings: Settings): Promise<void> {
  const before = readJson<MachineState>(settings.paths.before);
  if (!before) return;
  const ourTables = [...componentTables, cniNetwork(settings)];
  for (const table of await tables()) {
    const [, name] = table.split(' ');
    const ours = ourTables.includes(name ?? '') && !before.tables.includes(table);
    if (ours) await run('nft', ['delete', 'table', ...table.split(' ')]);
  }
  for (const [path, value] of Object.entries(before.sysctls)) {
    if (readFileSync(path, 'utf8').trim() !== value) writeFileSync(path, value);
  }
  rmSync(settings.paths.before);
}

/** Family and name of every nftables table of this network namespace, such as `ip kube-proxy`. */
async function tables(): Promise<string[]> {
  const { stdout } = await tryRun('nft', ['list', 'tables']);
  return stdout
    .split('\n')
    .filter((line) => line.startsWith('table '))
    .map((line) => line.slice('table '.length));
}
