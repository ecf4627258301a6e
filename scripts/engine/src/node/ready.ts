import { readObject } from '../components/api.ts';
import type { Settings } from '../settings.ts';
import { component } from '../supervisor/status.ts';
import { detail, seconds } from '../system/output.ts';
import { waitFor } from '../system/wait.ts';

/** Waits until the cluster itself says that the node is ready. */
export async function awaitNode(settings: Settings, name: string): Promise<void> {
  const started = Date.now();
  const ready = async () => (await isReady(settings, name)) && (await heardOf(settings, name));
  await waitFor(`node ${name} being Ready`, ready, {
    timeout: 60_000,
    interval: 200,
    hint: `scripts/engine/engine logs kubelet-${name}`,
  });
  detail(`${`node ${name}`.padEnd(26)} Ready  ${seconds(started)}`);
}

export async function isReady(settings: Settings, name: string): Promise<boolean> {
  const node = await readObject<NodeObject>(settings, `/api/v1/nodes/${name}`);
  return node?.status.conditions?.some(({ type, status }) => type === 'Ready' && status === 'True') ?? false;
}

interface NodeObject {
  status: { conditions?: { type: string; status: string }[] };
}

/** Whether the kubelet that runs now has reported; the condition may be what the one before it said. */
async function heardOf(settings: Settings, name: string): Promise<boolean> {
  const since = component(settings, `kubelet-${name}`)?.since ?? Number.POSITIVE_INFINITY;
  const path = `/apis/coordination.k8s.io/v1/namespaces/kube-node-lease/leases/${name}`;
  const lease = await readObject<{ spec: { renewTime: string } }>(settings, path);
  return lease !== undefined && Date.parse(lease.spec.renewTime) > since;
}
