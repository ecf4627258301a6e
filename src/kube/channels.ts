import { PassThrough, type Readable, type Writable } from 'node:stream';
import { KubeFailure, type Status, unreachable } from './failure.ts';
import type { Transport } from './transport.ts';

/** Channel numbers of the protocol `v5.channel.k8s.io`. */
const channel = { stdin: 0, stdout: 1, stderr: 2, status: 3, resize: 4, close: 255 } as const;

export interface Channels {
  /** Sends all of `input` and then ends the command's standard input. */
  feed(input: Readable, terminal: boolean): void;
  resize(size: { columns: number; rows: number }): void;
  close(): void;
  /** The status the server ended with; undefined when the connection ended without one. */
  ended: Promise<Status | undefined>;
}

/** Milliseconds between pings: shorter than the idle limits of load balancers and address translators. */
const pingIntervalMs = 20_000;

/** Opens the WebSocket of an `exec` or `attach` request and carries its channels, both ways no faster than they are read. */
export async function openChannels(
  transport: Transport,
  path: string,
  options: { what: string; stdout: NodeJS.WritableStream; stderr?: NodeJS.WritableStream },
): Promise<Channels> {
  const { promise: ended, resolve: end } = Promise.withResolvers<Status | undefined>();
  let status: Status | undefined;
  // Without streams of its own the handler would close this process's.
  const unused = { stdin: new PassThrough(), stdout: new PassThrough(), stderr: new PassThrough() };
  // Not before it is needed: most commands never join a container.
  const { WebSocketHandler } = await import('@kubernetes/client-node/dist/web-socket-handler.js');
  const handler = new WebSocketHandler(transport.config, undefined, unused);
  const receive = (number: number, data: Buffer) => {
    if (number === channel.status) status = JSON.parse(data.toString('utf8')) as Status;
    const target =
      number === channel.stdout ? options.stdout : number === channel.stderr ? options.stderr : undefined;
    if (target && data.length > 0 && !target.write(data) && !isGone(target)) {
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
    // Closing a terminal would hang up on the command, and what it still prints would be lost: type Ctrl-D instead.
    if (terminal) await send(channel.stdin, '\u0004');
    else if (WebSocketHandler.supportsClose(socket.protocol))
      await send(channel.close, Buffer.from([channel.stdin]));
  };
  return {
    feed: (input, terminal) => {
      // An input that breaks has ended, as far as the command is concerned.
      feed(input, terminal).catch(() => send(channel.close, Buffer.from([channel.stdin])));
      ended.then(() => input.destroy());
    },
    resize: ({ columns, rows }) => {
      void send(channel.resize, JSON.stringify({ Width: columns, Height: rows }));
    },
    close: () => {
      // The server's goodbye has to be read.
      socket.resume();
      socket.close();
    },
    ended,
  };
}

/** Nobody takes what is written: it is dropped, and does not hold up the rest. */
function isGone(target: NodeJS.WritableStream): boolean {
  return (target as Writable).destroyed === true;
}

/** The handshake fails with no more than an HTTP status. */
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
    401: 'the cluster does not accept our credentials',
    403: 'the cluster does not allow it',
    404: 'the pod no longer exists',
  };
  const reason = reasons[code] ?? `HTTP status ${code}`;
  return new KubeFailure(`Could not ${what}: ${reason}`, code, reason, {
    code: 'kube.exec-refused',
    hint: code === 400 || code === 404 ? 'See what runs with: dokku ps:report <app>' : undefined,
    cause: error,
  });
}
