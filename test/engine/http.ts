import { request } from 'node:http';

/** Sends a request to the engine's ingress for a host that only the cluster's own DNS resolves. */
export function ask(host: string, path = '/', address = process.env.DOKKU_ENGINE_NODE_IP ?? '10.88.0.1') {
  return new Promise<{ status: number; body: string }>((resolve, reject) => {
    const call = request({ host: address, path, headers: { host }, agent: false }, (response) => {
      let body = '';
      response.setEncoding('utf8');
      response.on('data', (chunk) => (body += chunk));
      response.on('end', () => resolve({ status: response.statusCode ?? 0, body }));
    });
    call.setTimeout(5000, () => call.destroy(new Error('no answer within 5 s')));
    call.on('error', reject);
    call.end();
  });
}
