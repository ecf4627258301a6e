import { readObject } from '../components/api.ts';
import type { Settings } from '../settings.ts';
import { component } from '../supervisor/status.ts';
import { detail, seconds } from '../system/output.ts';
import { waitFor } from '../system/wait.ts';

/** Waits until the API server reports the node as ready. */
export async function awaitNode(settings: Settings, name: string): Promise<void> {
  const started = Date.now();
  const ready = async () => (await isReady(settings, name)) && (await hasReported(settings, name));
  await waitFor(`readiness of node ${name}`, ready, {
    timeout: 60_000,
    interval: 200,
    hint: `see scripts/engine/engine logs kubelet-${name}`,
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

/** Whether the running kubelet has reported; the condition may come from the kubelet before it. */
async function hasReported(settings: Settings, name: string): Promise<boolean> {
  const since = component(settings, `kubelet-${name}`)?.since ?? Number.POSITIVE_INFINITY;
  const path = `/apis/coordination.k8s.io/v1/namespaces/kube-node-lease/leases/${name}`;
  const lease = await readObject<{ spec: { renewTime: string } }>(settings, path);
  return lease !== undefined && Date.parse(lease.spec.renewTime) > since;
}
