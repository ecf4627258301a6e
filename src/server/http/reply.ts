import type { ServerResponse } from 'node:http';
import { ExitStatus, type Failure } from '../../core/failure.ts';

/** Ends a request with a line of text; git prints it after `remote:`. */
export function reply(
  response: ServerResponse,
  status: number,
  text: string,
  headers: Record<string, string> = {},
): void {
  response.writeHead(status, {
    'content-type': 'text/plain; charset=utf-8',
    connection: 'close',
    ...headers,
  });
  response.end(`${text}\n`);
}

/** A failure of ours as an answer: what is hidden or missing is 404, the rest is forbidden. */
export function replyFailure(response: ServerResponse, failure: Failure): void {
  const status = failure.exitStatus === ExitStatus.noSuchApp ? 404 : 403;
  reply(response, status, [failure.message, ...failure.details, ...failure.hint].join('\n'));
}
