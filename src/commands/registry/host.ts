import { isHost } from '../../build/registry/reference.ts';
import { readServer } from '../../build/registry-server.ts';
import { Failure } from '../../core/failure.ts';

/** The registry that a login is for; paths are cut off, as a login holds for a whole host. */
export function loginHost(server: string): { host: string; plain: boolean } {
  const { host, plain } = readServer(server);
  if (isHost(host)) return { host, plain };
  throw new Failure(`${server} is not the host of a registry`, {
    code: 'usage.value',
    hint: 'Write it like docker.io, ghcr.io or 10.0.0.5:5000',
  });
}
