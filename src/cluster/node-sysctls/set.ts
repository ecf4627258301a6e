import { restoreTimeoutMs } from '../../core/clock.ts';
import { Failure, messageOf } from '../../core/failure.ts';
import type { Kube } from '../../kube/kube.ts';
import { answeringCluster } from '../answering-cluster.ts';
import { withClusterLock } from '../cluster-lock.ts';
import type { NodeSysctlsContext, Sysctls } from './context.ts';
import { installSysctls } from './install.ts';
import { storedSysctls, storeSysctl } from './stored.ts';
import { waitUntilApplied } from './wait-applied.ts';

/**
 * Sets one sysctl on all nodes, or without a value stops setting it. The value is stored once every ready node has it.
 * After a failure, the nodes get the stored values again.
 */
export async function setNodeSysctl(
  context: NodeSysctlsContext,
  name: string,
  value: string | undefined,
): Promise<void> {
  const { store, out } = context;
  await withClusterLock(store, 'the sysctls of the nodes', async (unfinished) => {
    const before = storedSysctls(store);
    // A process that died may have set a value that was never stored.
    if (value === undefined && before[name] === undefined && !unfinished)
      return out.warn(`${name} is not set by dokku`);
    out.header(value === undefined ? `Unsetting ${name}` : `Setting ${name} to ${value}`);
    const { [name]: _, ...others } = before;
    const wanted = value === undefined ? others : { ...others, [name]: value };
    const kube = await reach(context);
    try {
      await apply(context, kube, wanted);
    } catch (error) {
      throw await restored(context, before, error);
    }
    storeSysctl(store, name, value);
    if (value === undefined)
      out.warn(`The kernel of each node keeps the last value of ${name} until the node restarts`);
  });
}

async function reach(context: NodeSysctlsContext): Promise<Kube> {
  try {
    return await answeringCluster(context);
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    throw withDetail(error, 'Nothing was stored');
  }
}

async function apply(context: NodeSysctlsContext, kube: Kube, sysctls: Sysctls): Promise<void> {
  const { out, signal } = context;
  const revision = await installSysctls(context, sysctls);
  if (revision === undefined) return;
  out.step('Waiting until every node has set the values');
  for (const node of await waitUntilApplied(kube, revision, signal))
    out.warn(`Node ${node} is not ready; it gets the values when it is ready`);
}

/** Gives the nodes the stored values again. Returns the original error, with the outcome. */
async function restored(context: NodeSysctlsContext, before: Sysctls, error: unknown): Promise<unknown> {
  const none = Object.keys(before).length === 0;
  let outcome = none ? 'dokku sets no sysctl' : 'the nodes get the values before again';
  // The signal of the command may be the reason of the failure.
  const signal = AbortSignal.timeout(restoreTimeoutMs);
  try {
    await installSysctls({ ...context, signal }, before);
  } catch (cause) {
    outcome = `the values before could not be restored on the nodes: ${messageOf(cause)}`;
  }
  return error instanceof Failure ? withDetail(error, `Nothing was stored; ${outcome}`) : error;
}

function withDetail(error: Failure, detail: string): Failure {
  const { code, hint, exitStatus, details, message } = error;
  return new Failure(message, { code, hint, exitStatus, details: [...details, detail], cause: error });
}
