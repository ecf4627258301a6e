import { isHost } from '../../build/registry/reference.ts';
import { readServer } from '../../build/settings/registry-server.ts';
import { Failure } from '../../core/failure.ts';

/** The host that a login is for. A path is dropped: a login is valid for the whole host. */
export function loginHost(server: string): { host: string; plain: boolean } {
  const { host, plain } = readServer(server);
  if (isHost(host)) return { host, plain };
  throw new Failure(`${server} is not a valid registry host`, {
    code: 'usage.value',
    hint: 'Use a host like docker.io, ghcr.io or 10.0.0.5:5000',
  });
}
