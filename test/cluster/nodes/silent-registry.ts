import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { clusterUnderTest } from '../../../scripts/lib/cluster-under-test.ts';

/** A registry that accepts connections and never answers, so that a pull of its image takes long. */
export class SilentRegistry {
  readonly #sockets = new Set<Socket>();
  readonly #server = createServer((socket) => {
    this.#sockets.add(socket.on('error', () => {}));
  });

  /** Returns the name of an image there. */
  async start(): Promise<string> {
    const { ingress: address } = clusterUnderTest();
    this.#server.listen(0, address);
    await once(this.#server, 'listening');
    return `${address}:${(this.#server.address() as AddressInfo).port}/busybox`;
  }

  async stop(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
    await new Promise((resolve) => this.#server.close(resolve));
  }
}
