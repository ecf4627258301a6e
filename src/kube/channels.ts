import { PassThrough, type Readable, type Writable } from 'node:stream';
import { loadWebSocketHandler } from './client-node.ts';
import { KubeFailure, type Status, unreachable } from './failure.ts';
import type { Transport } from './transport.ts';

/** Channel numbers of the protocol `v5.channel.k8s.io`. */
const channel = { stdin: 0, stdout: 1, stderr: 2, status: 3, resize: 4, close: 255 } as const;

export interface Channels {
  /** Sends all of `input`, then closes the command's standard input. */
  feed(input: Readable, terminal: boolean): void;
  resize(size: { columns: number; rows: number }): void;
  close(): void;
  /** The final status of the server; undefined when the connection broke off without a status. */
  ended: Promise<Status | undefined>;
}

/** Milliseconds between pings: shorter than the idle time-outs of load balancers and NAT gateways. */
const pingIntervalMs = 20_000;

/** Opens the WebSocket of an `exec` or `attach` request. Each channel carries data no faster than its reader reads. */
export async function openChannels(
  transport: Transport,
  path: string,
  options: { what: string; stdout: NodeJS.WritableStream; stderr?: NodeJS.WritableStream },
): Promise<Channels> {
  const { promise: ended, resolve: end } = Promise.withResolvers<Status | undefined>();
  let status: Status | undefined;
  // Without streams of its own, the handler would close the streams of this process.
  const unused = { stdin: new PassThrough(), stdout: new PassThrough(), stderr: new PassThrough() };
  const WebSocketHandler = await loadWebSocketHandler();
  const handler = new WebSocketHandler(transport.config, undefined, unused);
  const receive = (number: number, data: Buffer) => {
    if (number === channel.status) status = JSON.parse(data.toString('utf8')) as Status;
    const target =
      number === channel.stdout ? options.stdout : number === channel.stderr ? options.stderr : undefined;
    if (target && data.length > 0 && !target.write(data) && !isDestroyed(target)) {
      socket.pause();
      const resume = () => {
        for (const event of ['drain', 'close']) target.off(event, resume);
        socket.resume();
      };
      for (const event of ['drain', 'close']) target.on(event, resume);
    }
    return true;
  };
  const socket = await handler
    .connect(path, null, receive)
    .catch((event: { message?: string; error?: Error }) => {
      throw refused(event, transport, options.what);
    });
  const ping = setInterval(() => socket.ping(), pingIntervalMs);
  socket.onclose = () => {
    clearInterval(ping);
    end(status);
  };
  const send = (number: number, data: Uint8Array | string) =>
    new Promise<void>((resolve) => {
      if (socket.readyState !== socket.OPEN) return resolve();
      socket.send(Buffer.concat([Buffer.from([number]), Buffer.from(data)]), () => resolve());
    });
  const feed = async (input: Readable, terminal: boolean) => {
    for await (const chunk of input) await send(channel.stdin, chunk as Buffer | string);
    // Closing a terminal would hang up on the command, whose remaining output would be lost. Users type Ctrl-D.
    if (terminal) await send(channel.stdin, '\u0004');
    else if (WebSocketHandler.supportsClose(socket.protocol))
      await send(channel.close, Buffer.from([channel.stdin]));
  };
  return {
    feed: (input, terminal) => {
      // For the command, an input that fails is an input that has ended.
      feed(input, terminal).catch(() => send(channel.close, Buffer.from([channel.stdin])));
      ended.then(() => input.destroy());
    },
    resize: ({ columns, rows }) => {
      void send(channel.resize, JSON.stringify({ Width: columns, Height: rows }));
    },
    close: () => {
      // The server's close frame must be read.
      socket.resume();
      socket.close();
    },
    ended,
  };
}

/** Nobody reads the output any more: drops it, so that it does not block the other channels. */
function isDestroyed(target: NodeJS.WritableStream): boolean {
  return (target as Writable).destroyed === true;
}

/** A failed handshake has no more than an HTTP status. */
function refused(
  event: { message?: string; error?: Error },
  transport: Transport,
  what: string,
): KubeFailure {
  const code = Number(/Unexpected server response: (\d+)/.exec(event.message ?? '')?.[1] ?? 0);
  const error = event.error ?? new Error(event.message ?? 'no answer');
  if (code === 0) return unreachable(what, transport.server, error);
  const reasons: Record<number, string> = {
    400: 'the container is not running',
    401: 'the cluster does not accept the credentials of the kubeconfig',
    403: 'the user of the kubeconfig has no permission',
    404: 'the pod no longer exists',
  };
  const reason = reasons[code] ?? `HTTP status ${code}`;
  return new KubeFailure(`Could not ${what}: ${reason}`, code, reason, {
    code: 'kube.exec-refused',
    hint: code === 400 || code === 404 ? 'List the pods with: dokku ps:report <app>' : undefined,
    cause: error,
  });
}
