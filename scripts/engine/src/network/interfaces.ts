import { podBridge } from '../components/cni.ts';
import type { Settings } from '../settings.ts';
import { run, tryRun } from '../system/run.ts';

/** The address that the whole cluster lives at: a kubelet refuses the loopback address. */
export async function makeBridge(settings: Settings): Promise<void> {
  const { bridge, nodeIp, nodePrefix } = settings;
  if (!(await interfaceExists(bridge))) await run('ip', ['link', 'add', bridge, 'type', 'bridge']);
  await run('ip', ['address', 'replace', `${nodeIp}/${nodePrefix}`, 'dev', bridge]);
  await run('ip', ['link', 'set', bridge, 'up']);
  // Services are reached from this machine even if it has no default route; kube-proxy translates the addresses.
  await run('ip', ['route', 'replace', settings.serviceCidr, 'dev', bridge, 'src', nodeIp]);
}

async function interfaceExists(name: string): Promise<boolean> {
  return (await tryRun('ip', ['link', 'show', 'dev', name])).code === 0;
}

export async function removeInterfaces(settings: Settings): Promise<void> {
  for (const bridge of [podBridge(settings), settings.bridge]) {
    if (!(await interfaceExists(bridge))) continue;
    const ports = await run('ip', ['-json', 'link', 'show', 'master', bridge]);
    for (const { ifname } of JSON.parse(ports || '[]') as { ifname?: string }[]) {
      if (ifname) await tryRun('ip', ['link', 'delete', 'dev', ifname]);
    }
    await run('ip', ['link', 'delete', 'dev', bridge]);
  }
}
