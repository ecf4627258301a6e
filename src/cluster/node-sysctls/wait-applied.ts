import { Failure, throwIfCancelled } from '../../core/failure.ts';
import { label } from '../../core/labels.ts';
import { containersOf } from '../../kube/containers.ts';
import type { Kube } from '../../kube/kube.ts';
import { mirror } from '../../kube/mirror.ts';
import type { Node, Pod } from '../../kube/types.ts';
import { diagnoseStart } from '../../rollout/diagnose/index.ts';
import { logTail } from '../../rollout/streams/log-tail.ts';
import { observe } from '../../rollout/watch/observe.ts';
import { stateOf } from '../../rollout/watch/pod-state.ts';
import { isReady, podFacts, type Snapshot } from '../../rollout/watch/snapshot.ts';
import { nodeHealth } from '../nodes/node-health.ts';
import { sysctlsRelease } from './context.ts';

/** Milliseconds within which every node must have pulled the images and set the values. */
const maxWaitMs = 300_000;

const { namespace } = sysctlsRelease;

/** The name of the init container in the chart. */
const initContainer = 'apply-sysctls';

/**
 * Waits until the pod of this revision is ready on every ready node, also on nodes that join meanwhile. Throws a
 * Failure with the reason as soon as the kernel of one node refuses a value, or a pod cannot start. Returns the names
 * of the nodes that are not ready: their pods set the values later.
 */
export async function waitUntilApplied(kube: Kube, revision: string, signal: AbortSignal): Promise<string[]> {
  const done = new AbortController();
  const stop = AbortSignal.any([signal, done.signal, AbortSignal.timeout(maxWaitMs)]);
  const nodes = mirror<Node>(kube, { apiVersion: 'v1', kind: 'Node' }, { signal: stop, onChange: () => {} });
  nodes.ended.catch(() => {});
  const labelSelector = `${label.sysctlsRevision}=${revision}`;
  let waiting: string[] = [];
  try {
    await Promise.race([nodes.listed, nodes.ended]);
    for await (const snapshot of observe(kube, {
      namespace,
      app: '',
      labelSelector,
      workloads: false,
      signal: stop,
    })) {
      const [ready, others] = byReadiness([...nodes.objects.values()]);
      const missing = ready.filter(
        (node) => !snapshot.pods.some((pod) => nodeOf(pod) === node && isReady(pod)),
      );
      if (missing.length === 0) return others;
      for (const pod of snapshot.pods) await throwIfFailed(kube, pod, snapshot, signal);
      waiting = missing.map((node) => `${node}: ${stateOnNode(node, snapshot)}`);
    }
  } finally {
    done.abort();
  }
  throwIfCancelled(signal);
  throw notApplied(`The sysctls were not set on every node within ${maxWaitMs / 60_000} min`, waiting);
}

function byReadiness(nodes: Node[]): [ready: string[], others: string[]] {
  const names = (ready: boolean) =>
    nodes.filter((node) => nodeHealth(node).ready === ready).map(({ metadata }) => metadata.name);
  return [names(true), names(false)];
}

async function throwIfFailed(kube: Kube, pod: Pod, snapshot: Snapshot, signal: AbortSignal): Promise<void> {
  const diagnosis = diagnoseStart(podFacts(pod, 'node-sysctls', snapshot));
  if (diagnosis)
    throw notApplied(`The pod that sets the sysctls does not start on node ${nodeOf(pod)}`, [
      diagnosis.message,
      ...(diagnosis.details ?? []),
    ]);
  const container = containersOf(pod).find(({ name }) => name === initContainer);
  const { state, lastState } = container?.status ?? {};
  const ended = state?.terminated ?? lastState?.terminated;
  if (!ended || ended.exitCode === 0) return;
  const { name } = pod.metadata;
  const lines = await logTail(kube, { namespace, name }, initContainer, signal);
  throw new Failure(
    `Node ${nodeOf(pod)} refuses ${refusedSysctl(container?.spec?.command ?? [], lines)}: ${reasonIn(lines) ?? `sysctl exited with ${ended.exitCode}`}`,
    {
      code: 'node-sysctls.refused',
      hint: 'List the names and values that a node knows, on that node, with: sysctl --all',
    },
  );
}

/** The program sets the other values too, and prints them. */
function reasonIn(lines: readonly string[]): string | undefined {
  const words = lines.filter((line) => line.trim() !== '');
  return words.findLast((line) => line.startsWith('sysctl:')) ?? words.at(-1);
}

/** The one sysctl that the program did not print as set. Its error does not always name the sysctl. */
function refusedSysctl(command: readonly string[], lines: readonly string[]): string {
  const refused = command.filter((word) => {
    const [name, value] = word.split('=', 2);
    return value !== undefined && !lines.some((line) => line.startsWith(`${name} = `));
  });
  return refused.length === 1 ? refused[0]! : 'the sysctls';
}

function stateOnNode(node: string, snapshot: Snapshot): string {
  const pod = snapshot.pods.find((each) => nodeOf(each) === node);
  return pod ? stateOf(podFacts(pod, 'node-sysctls', snapshot)) : 'has no pod';
}

/** The node of a pod of a DaemonSet: before the pod is scheduled, the only node that its affinity allows. */
function nodeOf(pod: Pod): string {
  const terms =
    pod.spec.affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution?.nodeSelectorTerms ?? [];
  return pod.spec.nodeName ?? terms.flatMap(({ matchFields = [] }) => matchFields)[0]?.values?.[0] ?? '';
}

function notApplied(message: string, details: string[]): Failure {
  return new Failure(message, {
    code: 'node-sysctls.not-applied',
    details,
    hint: 'To use other images: dokku scheduler-k3s:set --global node-sysctls-image <image> · for the pause container: dokku scheduler-k3s:set --global node-sysctls-pause-image <image>',
  });
}
