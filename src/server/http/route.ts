/** The parts of a request's path that the server understands. */
export type Route =
  | { kind: 'health' }
  | { kind: 'metrics' }
  /** Git's smart protocol: the first request lists the refs, the second carries the packs. */
  | { kind: 'refs' | 'pack'; app: string; service: GitService };

export type GitService = 'receive-pack' | 'upload-pack';

/** Only these exact forms are routes; a name that could leave the folder of the repositories matches none. */
const gitPath =
  /^\/([a-z0-9][a-z0-9_-]*(?:\.[a-z0-9_-]+)*?)(?:\.git)?\/(info\/refs|git-(?:receive|upload)-pack)$/;

/** The route of a request; undefined for an unknown path. */
export function routeOf(method: string, target: string): Route | undefined {
  const [path = '', query = ''] = target.split('?', 2);
  if (method === 'GET' && path === '/healthz') return { kind: 'health' };
  if (method === 'GET' && path === '/metrics') return { kind: 'metrics' };
  const [, app, action] = gitPath.exec(path) ?? [];
  if (!app || !action) return undefined;
  if (action !== 'info/refs')
    return method === 'POST' ? { kind: 'pack', app, service: action.slice(4) as GitService } : undefined;
  const service = /^(?:.*&)?service=git-((?:receive|upload)-pack)(?:&.*)?$/.exec(query)?.[1];
  return method === 'GET' && service ? { kind: 'refs', app, service: service as GitService } : undefined;
}
