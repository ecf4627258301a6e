import type { ChildProcessWithoutNullStreams } from 'node:child_process';
import { once } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { PassThrough, pipeline, Writable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { Git, Service } from 'node-git-server';
import type { ProcessEnd } from '../../exec/worker.ts';
import { RefusalExplainer } from '../../git/explain-refusal.ts';
import type { GitService } from './route.ts';

// The only file that knows node-git-server. The library does git's protocol and nothing else: routes, names, logins and
// the creation of repositories are decided before the library gets a request. For node-git-server 1.0.0: its `Service`
// gets an empty request, and the bytes of the client go to git directly. test/unit/server/git-transport.test.ts fails
// when that is no longer needed.

/** Responds to the first request of a fetch or push: the refs of the repository. */
export function listRefs(
  request: IncomingMessage,
  response: ServerResponse,
  { repository, service }: { repository: string; service: GitService },
): void {
  const git = new Git(() => repository, { autoCreate: false });
  git.on('error' as never, () => response.destroy());
  request.url = `/repository/info/refs?service=git-${service}`;
  git.handle(request, response);
}

/** A running git process that serves one request. */
export interface GitProcess {
  pid: number;
  /** Starts passing the client's bytes to git, which has received none before. */
  feed(): void;
  signal(signal: NodeJS.Signals): void;
  ended: Promise<ProcessEnd>;
}

/** Starts git for a client; resolves when git is running. Git is stopped when the client disconnects. */
export async function exchangePacks(
  request: IncomingMessage,
  response: ServerResponse,
  { repository, service }: { repository: string; service: GitService },
): Promise<GitProcess> {
  response.setHeader('content-type', `application/x-git-${service}-result`);
  response.setHeader('cache-control', 'no-cache');
  response.setHeader('connection', 'close');
  const ended = Promise.withResolvers<ProcessEnd>();
  const answer = answerTo(response, ended.promise, service) as unknown as ServerResponse;
  const transport = new Service({ repo: repository, service, cwd: repository }, emptyRequest(), answer);
  transport.on('error', () => response.destroy());
  const started = once(transport, 'service') as Promise<[ChildProcessWithoutNullStreams]>;
  transport.accept();
  const [child] = await started;
  child.stderr.resume();
  child.once('error', () => ended.resolve({ code: undefined, signal: undefined }));
  child.once('exit', (code, signal) =>
    ended.resolve({ code: code ?? undefined, signal: signal ?? undefined }),
  );
  response.once('close', () => {
    if (!response.writableFinished) child.kill('SIGTERM');
  });
  return {
    pid: child.pid!,
    feed: () => feed(request, child.stdin),
    signal: (signal) => void child.kill(signal),
    ended: ended.promise,
  };
}

/**
 * An empty request for the library. With the real one, the library would search the first bytes with a pattern that
 * takes seconds for 64 KB of hexadecimal digits, and would unpack the body without handling damaged bytes.
 */
function emptyRequest(): IncomingMessage {
  return Object.assign(new PassThrough(), { headers: {} }) as unknown as IncomingMessage;
}

/** Passes the bytes of a request to git, unpacked. When git has exited, the rest is read and dropped. */
function feed(request: IncomingMessage, stdin: Writable): void {
  const packed = request.headers['content-encoding'] === 'gzip';
  const body = packed ? pipeline(request, createGunzip(), (error) => error && stdin.destroy()) : request;
  const drop = () => {
    body.unpipe(stdin);
    body.resume();
  };
  stdin.on('error', () => {});
  stdin.once('close', drop);
  if (stdin.destroyed) drop();
  else body.pipe(stdin);
}

/**
 * Writes git's output to the response. When git fails, the response is cut: after a complete response the git client
 * would expect more and wait for ever.
 */
function answerTo(response: ServerResponse, ended: Promise<ProcessEnd>, service: GitService): Writable {
  const explainer = service === 'receive-pack' ? new RefusalExplainer() : undefined;
  const send = (bytes: Buffer, done: () => void) => {
    if (bytes.length === 0) done();
    else response.write(bytes, () => done());
  };
  return new Writable({
    write(chunk: Buffer, _encoding, done) {
      send(explainer?.push(chunk) ?? chunk, done);
    },
    final(done) {
      if (explainer) send(explainer.end(), () => {});
      void ended.then(({ code }) => {
        if (code === 0) response.end();
        else response.socket?.end();
        done();
      });
    },
  });
}
