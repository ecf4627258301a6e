import { type ClientRequest, type IncomingMessage, request as plain } from 'node:http';
import { request as secure } from 'node:https';
import { connect } from 'node:net';
import type { Settings } from '../settings.ts';
import { askApi, patience } from './api.ts';

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
  return answer((done) => askApi(settings, path, {}, done));
}

/** Whether a component on this machine reports that it is healthy. Its certificate is self-signed. */
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
