import { readFileSync } from 'node:fs';
import { type ClientRequest, type IncomingMessage, request as plain } from 'node:http';
import { request as secure } from 'node:https';
import { connect } from 'node:net';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import type { Settings } from '../settings.ts';

const patience = 2000;

/** Whether a plain HTTP address answers with 200. */
export function httpOk(url: string): Promise<boolean> {
  return answer((done) => plain(url, { timeout: patience, agent: false }, done));
}

/** Whether an HTTP server on a Unix socket answers with 200. */
export function socketOk(socketPath: string, path: string): Promise<boolean> {
  return answer((done) => plain({ socketPath, path, timeout: patience, agent: false }, done));
}

/** Whether the API server's answer to the administrator is 200. */
export function apiOk(settings: Settings, path: string): Promise<boolean> {
  return answer((done) => askApi(settings, path, done));
}

/** An object of the cluster by its path, without the start of a kubectl; undefined when the answer is not 200. */
export function apiObject<T>(settings: Settings, path: string): Promise<T | undefined> {
  return new Promise((resolve, reject) => {
    const request = askApi(settings, path, (response) => {
      text(response)
        .then((body) => resolve(response.statusCode === 200 ? JSON.parse(body) : undefined))
        .catch(reject);
    });
    request.on('timeout', () => request.destroy(new Error('the API server does not answer')));
    request.on('error', reject);
    request.end();
  });
}

function askApi(settings: Settings, path: string, done: (response: IncomingMessage) => void): ClientRequest {
  const file = (name: string) => readFileSync(join(settings.paths.pki, name));
  const url = `https://${settings.nodeIp}:${settings.apiPort}${path}`;
  const identity = { ca: file('ca.crt'), cert: file('admin.crt'), key: file('admin.key') };
  return secure(url, { ...identity, timeout: patience, agent: false }, done);
}

/** Whether a component on this machine, with a certificate it made for itself, says that it is healthy. */
export function tlsOk(port: number): Promise<boolean> {
  const url = `https://127.0.0.1:${port}/healthz`;
  return answer((done) => secure(url, { rejectUnauthorized: false, timeout: patience, agent: false }, done));
}

function answer(send: (done: (response: IncomingMessage) => void) => ClientRequest): Promise<boolean> {
  return new Promise((resolve) => {
    const request = send((response) => {
      response.resume();
      resolve(response.statusCode === 200);
    });
    request.on('timeout', () => request.destroy());
    request.on('error', () => resolve(false));
    request.end();
  });
}

/** Whether something accepts connections on a Unix socket. */
export function accepts(path: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(path);
    socket.on('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.on('error', () => resolve(false));
  });
}
