import { connect, createServer } from 'node:net';
import type { CappedLog } from './capped-log.ts';

/** Makes a port of the node's address reachable on the loopback address too. */
export function relay(port: number, target: string, log: CappedLog): void {
  const server = createServer({ pauseOnConnect: true }, (incoming) => {
    const outgoing = connect(port, target);
    const close = () => {
      incoming.destroy();
      outgoing.destroy();
    };
    for (const socket of [incoming, outgoing]) socket.on('error', close).on('close', close);
    outgoing.on('connect', () => {
      incoming.pipe(outgoing).pipe(incoming);
      incoming.resume();
    });
  });
  server.on('error', (error) => log.write(`relay of port ${port}: ${error.message}\n`));
  server.listen(port, '127.0.0.1');
}
