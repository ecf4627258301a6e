import { once } from 'node:events';
import { createServer, type Server, type Socket } from 'node:net';
import { until } from '../installation.ts';
import type { Storage } from './fixture.ts';

/**
 * Stops Helm after it has applied the objects of a release and before it records the release as deployed. There a test
 * can kill Helm reliably. An admission webhook of this process receives the API server's request for that record, and
 * does not respond. Otherwise, the webhook closes the connection at once, which the API server treats as approval.
 */
export class HelmHold {
  readonly #server: Server = createServer((socket) => this.#asked(socket));
  #asks = 0;
  #held: ((socket: Socket) => void) | undefined;

  static async begin(storage: Storage): Promise<HelmHold> {
    const hold = new HelmHold();
    hold.#server.listen(0, '127.0.0.1').unref();
    await once(hold.#server, 'listening');
    await hold.#install(storage);
    return hold;
  }

  /**
   * Resolves when Helm is stopped, or to undefined when `signal` is aborted first. `ended` resolves when Helm's request
   * is over: a Helm that was killed before that has written no record.
   */
  async next(signal: AbortSignal): Promise<{ ended: Promise<unknown> } | undefined> {
    const { promise, resolve } = Promise.withResolvers<Socket | undefined>();
    this.#held = resolve;
    signal.addEventListener('abort', () => resolve(undefined), { once: true });
    const socket = await promise;
    this.#held = undefined;
    return socket && { ended: once(socket, 'close') };
  }

  end(): void {
    this.#server.close();
  }

  #asked(socket: Socket): void {
    this.#asks++;
    socket.on('error', () => {});
    if (!this.#held) return void socket.destroy();
    socket.resume();
    this.#held(socket);
  }

  async #install(storage: Storage): Promise<void> {
    const name = storage.global('validatingwebhookconfiguration', 'hold-helm');
    const { port } = this.#server.address() as { port: number };
    await storage.apply({
      apiVersion: 'admissionregistration.k8s.io/v1',
      kind: 'ValidatingWebhookConfiguration',
      metadata: { name },
      webhooks: [
        {
          name: 'hold-helm.example.test',
          admissionReviewVersions: ['v1'],
          sideEffects: 'None',
          failurePolicy: 'Ignore',
          timeoutSeconds: 30,
          clientConfig: { url: `https://127.0.0.1:${port}/` },
          namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': storage.namespace } },
          objectSelector: { matchLabels: { owner: 'helm', status: 'deployed' } },
          rules: [{ apiGroups: [''], apiVersions: ['v1'], operations: ['UPDATE'], resources: ['secrets'] }],
        },
      ],
    });
    const labels = { owner: 'helm', status: 'deployed' };
    await storage.apply({
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: { name: 'probe', namespace: storage.namespace, labels },
    });
    // The API server needs a moment to load the webhook.
    await until(async () => {
      await storage.kubectl('annotate', 'secret', 'probe', '--overwrite', `at=${Date.now()}`);
      return this.#asks > 0;
    }, 'the API server to ask about what Helm writes');
    await storage.kubectl('delete', 'secret', 'probe');
  }
}
