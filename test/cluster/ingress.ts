import { request } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import { clusterUnderTest } from '../../scripts/lib/cluster-under-test.ts';

/**
 * The result of a request through the ingress: a page, or the reason why there was no page (status, error or time-out).
 */
export type Answer = { body: string } | { problem: string };

/** Limit for one request. A busy machine answers late, so only a request that nothing accepts may exceed it. */
const longestMs = 15_000;

/** Requests a page of a host through the ingress; never throws. */
export function ask(host: string, path = '/'): Promise<Answer> {
  return new Promise((resolve) => {
    const call = request({
      host: clusterUnderTest().ingress,
      port: 80,
      path,
      headers: { host },
      timeout: longestMs,
    });
    call.on('response', (response) => {
      let body = '';
      response.setEncoding('utf8').on('data', (chunk) => {
        body += chunk;
      });
      response.on('end', () =>
        resolve(response.statusCode === 200 ? { body } : { problem: `status ${response.statusCode}` }),
      );
      response.on('error', ({ message }) => resolve({ problem: `answer broken off: ${message}` }));
    });
    call.on('timeout', () => call.destroy(new Error(`no answer within ${longestMs / 1000} s`)));
    call.on('error', ({ message }) => resolve({ problem: message }));
    call.end();
  });
}

/**
 * Requests the page of a host repeatedly until `over`.
 * @returns the results of the requests without a page, each with the value of `context` at that time
 */
export async function requestsWithoutPage(
  host: string,
  over: () => boolean,
  context: () => string = () => '',
): Promise<string[]> {
  const problems: string[] = [];
  while (!over()) {
    const answer = await ask(host);
    if ('problem' in answer) problems.push(`${answer.problem} (${context()})`);
    await delay(20);
  }
  return problems;
}
