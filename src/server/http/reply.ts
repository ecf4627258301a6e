import type { ServerResponse } from 'node:http';
import { ExitStatus, type Failure } from '../../core/failure.ts';

/** Sends a line of text as the whole response; git prints it after `remote:`. */
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

/** Sends a Failure as a response: 404 for a hidden or missing app, 403 for the others. */
export function replyFailure(response: ServerResponse, failure: Failure): void {
  const status = failure.exitStatus === ExitStatus.noSuchApp ? 404 : 403;
  reply(response, status, [failure.message, ...failure.details, ...failure.hint].join('\n'));
}
