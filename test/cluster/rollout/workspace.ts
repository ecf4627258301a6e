import { clusterUnderTest } from '../../../scripts/lib/cluster-under-test.ts';
import { Failure } from '../../../src/core/failure.ts';
import { randomHex } from '../../../src/core/ids.ts';
import { Output } from '../../../src/core/output.ts';
import { connectCluster } from '../../../src/kube/connect.ts';
import type { Kube } from '../../../src/kube/kube.ts';
import type { Manifest, Pod } from '../../../src/kube/types.ts';
import { waitFor } from '../../../src/kube/wait.ts';
import { ensureNamespace } from '../../../src/rollout/objects/namespace.ts';
import { watchRollout } from '../../../src/rollout/watch/watch.ts';

const { kubeconfig } = clusterUnderTest();

/** Collects all output for assertions. */
export class Script {
  text = '';
  readonly out: Output;

  constructor() {
    const sink = {
      write: (text: string) => {
        this.text += text;
      },
    };
    this.out = new Output({ stdout: sink, stderr: sink });
  }
}

export interface PodShape {
  image?: string;
  command?: string[];
  /** Other fields of the container. */
  container?: object;
  /** Other fields of the pod. */
  pod?: object;
  replicas?: number;
}

export interface Outcome {
  failure: Failure | undefined;
  said: string;
  /** Milliseconds since the epoch. */
  at: number;
}

/** A namespace on the engine in which apps are rolled out as by the pipeline. */
export class Workspace {
  readonly namespace = `rollout-${randomHex(4)}`;
  kube!: Kube;

  async open(): Promise<void> {
    this.kube = await connectCluster({ kubeconfig });
    await ensureNamespace(this.kube, this.namespace);
  }

  async close(): Promise<void> {
    await this.kube.delete({ apiVersion: 'v1', kind: 'Namespace', name: this.namespace });
  }

  async apply(object: Omit<Manifest, 'metadata'> & { metadata: { name: string } }): Promise<void> {
    await this.kube.apply({
      ...object,
      metadata: { ...object.metadata, namespace: this.namespace },
    } as Manifest);
  }

  labels(app: string, process: string): Record<string, string> {
    return {
      'app.kubernetes.io/part-of': app,
      'app.kubernetes.io/name': process,
      'app.kubernetes.io/instance': `${app}-${process}`,
    };
  }

  async deploy(app: string, shape: PodShape, process = 'web'): Promise<void> {
    const labels = this.labels(app, process);
    const name = `${app}-${process}`;
    const { image = 'busybox', command, container, pod, replicas = 1 } = shape;
    await this.kube.apply({
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: { name, namespace: this.namespace, labels },
      spec: {
        replicas,
        selector: { matchLabels: labels },
        template: {
          metadata: { labels },
          spec: {
            terminationGracePeriodSeconds: 0,
            containers: [
              { name, image, imagePullPolicy: 'Always', ...(command && { command }), ...container },
            ],
            ...pod,
          },
        },
      },
    } as Manifest);
  }

  /** Returns the pods of an app once there are `count` pods and all their containers run. */
  async running(app: string, count: number): Promise<Pod[]> {
    return waitFor<Pod, Pod[]>(
      this.kube,
      {
        apiVersion: 'v1',
        kind: 'Pod',
        namespace: this.namespace,
        labelSelector: `app.kubernetes.io/part-of=${app}`,
      },
      (pods) => {
        const running = pods.filter(({ status }) =>
          status?.containerStatuses?.every(({ state }) => state?.running),
        );
        return running.length === count ? running : undefined;
      },
      { signal: AbortSignal.timeout(240_000), what: `${count} running pods of ${app}` },
    );
  }

  /** Sets the condition of one of a pod's readiness gates to true. */
  async setCondition(pod: string, type: string): Promise<void> {
    const ref = { apiVersion: 'v1', kind: 'Pod', namespace: this.namespace, name: pod };
    await this.kube.transport.json({
      method: 'PATCH',
      path: await this.kube.path(ref, 'status'),
      // This patch type adds to the list of conditions; a merge patch would replace the list.
      contentType: 'application/strategic-merge-patch+json',
      body: { status: { conditions: [{ type, status: 'True' }] } },
      what: `set the condition ${type} of pod ${pod}`,
    });
  }

  async watch(
    app: string,
    options: { timeout?: number; minUptimeMs?: number; processes?: string[]; signal?: AbortSignal } = {},
  ): Promise<Outcome> {
    const {
      timeout = 60_000,
      minUptimeMs,
      processes = ['web'],
      signal = new AbortController().signal,
    } = options;
    const script = new Script();
    const deployments = processes.map((process) => ({ process, name: `${app}-${process}` }));
    const failure = await watchRollout(
      this.kube,
      { namespace: this.namespace, app, deployments, timeout, minUptimeMs },
      { out: script.out, signal },
    ).then(
      () => undefined,
      (error: unknown) => {
        if (error instanceof Failure) return error;
        throw error;
      },
    );
    return { failure, said: script.text, at: Date.now() };
  }
}

export const shell = (script: string) => ['sh', '-c', script];
export const forever = shell('trap exit TERM; while true; do sleep 1; done');
