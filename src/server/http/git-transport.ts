import type { ChildProcessWithoutNullStreams } from 'node:child_process';
import { once } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { PassThrough, pipeline, Writable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { Git } from 'node-git-server';
import { Service } from 'node-git-server/dist/service.js';
import type { ProcessEnd } from '../../exec/worker.ts';
import type { GitService } from './route.ts';

// The one file that knows node-git-server. The library is used for what git's protocol needs and for nothing else:
// routes, names, logins and creation are decided before it sees a request.

/** Answers the first request of a fetch or push: the refs of the repository. */
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
  signal(signal: NodeJS.Signals): void;
  ended: Promise<ProcessEnd>;
}

/**
 * Lets git speak with the client; resolves when it has been started, before it gets the first byte. Git is ended when
 * the client goes.
 */
export async function exchangePacks(
  request: IncomingMessage,
  response: ServerResponse,
  { repository, service }: { repository: string; service: GitService },
): Promise<GitProcess> {
  response.setHeader('content-type', `application/x-git-${service}-result`);
  response.setHeader('cache-control', 'no-cache');
  response.setHeader('connection', 'close');
  const ended = Promise.withResolvers<ProcessEnd>();
  // The library looks at the headers of a request and at its bytes.
  const body = Object.assign(bodyOf(request), { headers: {} }) as unknown as IncomingMessage;
  const answer = answerTo(response, ended.promise) as unknown as ServerResponse;
  const transport = new Service({ repo: repository, service, cwd: repository }, body, answer);
  transport.on('error', () => response.destroy());
  const started = once(transport, 'service') as Promise<[ChildProcessWithoutNullStreams]>;
  transport.accept();
  const [child] = await started;
  child.stdin.on('error', () => {});
  child.stderr.resume();
  child.once('error', () => ended.resolve({ code: undefined, signal: undefined }));
  child.once('exit', (code, signal) =>
    ended.resolve({ code: code ?? undefined, signal: signal ?? undefined }),
  );
  response.once('close', () => {
    if (!response.writableFinished) child.kill('SIGTERM');
  });
  return { pid: child.pid!, signal: (signal) => void child.kill(signal), ended: ended.promise };
}

/**
 * What git says goes into the response as it is said. When git did not end well the response is broken off: of one
 * that ends properly git's client would believe that more is to come, and wait for ever.
 */
function answerTo(response: ServerResponse, ended: Promise<ProcessEnd>): Writable {
  return new Writable({
    write(chunk: Buffer, _encoding, done) {
      response.write(chunk, () => done());
    },
    final(done) {
      void ended.then(({ code }) => {
        if (code === 0) response.end();
        else response.socket?.end();
        done();
      });
    },
  });
}

/** The bytes of a request, unpacked. Done here, because the library does not expect damaged ones. */
function bodyOf(request: IncomingMessage): PassThrough {
  const body = new PassThrough();
  const done = () => {};
  if (request.headers['content-encoding'] === 'gzip') pipeline(request, createGunzip(), body, done);
  else pipeline(request, body, done);
  return body;
}
