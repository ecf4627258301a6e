import { request } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import { clusterUnderTest } from '../../scripts/lib/cluster-under-test.ts';

/** What a request through the ingress ended with: a page, or why there was none (a status, an error, a time-out). */
export type Answer = { body: string } | { problem: string };

/** A busy machine answers late; only a request that nothing takes any more is without an answer. */
const longestMs = 15_000;

/** Asks the ingress for a page of a host; never throws. */
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
 * Asks a host again and again until `over`.
 * @returns what the requests without a page ended with, each with what `context` tells at that moment
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
