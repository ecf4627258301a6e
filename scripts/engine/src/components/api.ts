import { readFileSync } from 'node:fs';
import type { ClientRequest, IncomingMessage } from 'node:http';
import { type RequestOptions, request } from 'node:https';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import type { Settings } from '../settings.ts';

/** Milliseconds for an answer to a question about health. */
export const patience = 2000;
/** Milliseconds for everything else: a machine that starts a cluster is busy. */
const longPatience = 15_000;

/** A request to the API server as the administrator, without the start of a kubectl. */
export function askApi(
  settings: Settings,
  path: string,
  options: RequestOptions,
  done: (response: IncomingMessage) => void,
): ClientRequest {
  const file = (name: string) => readFileSync(join(settings.paths.pki, name));
  const url = `https://${settings.nodeIp}:${settings.apiPort}${path}`;
  const identity = { ca: file('ca.crt'), cert: file('admin.crt'), key: file('admin.key') };
  return request(url, { ...identity, timeout: patience, agent: false, ...options }, done);
}

/** An object of the cluster by its path; undefined when there is none. Rejects when the API server does not answer. */
export function readObject<T>(
  settings: Settings,
  path: string,
  accept = 'application/json',
): Promise<T | undefined> {
  return send(settings, path, { method: 'GET', headers: { accept } });
}

/** Writes an object at its path, whether or not there is one. */
export async function writeObject(settings: Settings, path: string, object: object): Promise<void> {
  const headers = { 'content-type': 'application/apply-patch+yaml' };
  const query = '?fieldManager=engine&force=true';
  await send(settings, path + query, { method: 'PATCH', headers }, JSON.stringify(object));
}

export async function deleteObject(settings: Settings, path: string): Promise<void> {
  await send(settings, path, { method: 'DELETE' });
}

function send<T>(
  settings: Settings,
  path: string,
  options: RequestOptions,
  body?: string,
): Promise<T | undefined> {
  return new Promise((resolve, reject) => {
    const call = askApi(settings, path, { timeout: longPatience, ...options }, (response) => {
      text(response)
        .then((answer) => {
          const status = response.statusCode ?? 0;
          if (status === 404) return resolve(undefined);
          if (status < 300) return resolve(JSON.parse(answer));
          throw new Error(`${options.method} ${path}: HTTP ${status} ${answer.slice(0, 500)}`);
        })
        .catch(reject);
    });
    call.on('timeout', () => call.destroy(new Error('the API server does not answer')));
    call.on('error', reject);
    call.end(body);
  });
}
