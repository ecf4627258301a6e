import { Failure } from '../../core/failure.ts';
import type { RegistryClient } from './client.ts';
import { registryFailure } from './failure.ts';
import type { Reference } from './reference.ts';

const indexTypes = [
  'application/vnd.oci.image.index.v1+json',
  'application/vnd.docker.distribution.manifest.list.v2+json',
];
const manifestTypes = [
  'application/vnd.oci.image.manifest.v1+json',
  'application/vnd.docker.distribution.manifest.v2+json',
];
const acceptedTypes = [...indexTypes, ...manifestTypes];

/** The part of an image's configuration that a deploy needs. Source: the OCI image specification. */
export interface ImageConfig {
  architecture: string;
  config?: {
    ExposedPorts?: Record<string, object>;
    WorkingDir?: string;
    Entrypoint?: string[] | null;
    Cmd?: string[] | null;
    Env?: string[] | null;
    Labels?: Record<string, string> | null;
    User?: string;
  };
}

interface Manifest {
  mediaType?: string;
  config?: { digest: string };
  manifests?: { digest: string; platform?: { os: string; architecture: string } }[];
}

/** The current digest of a tag, or undefined when the registry does not have the image. */
export async function resolveDigest(
  client: RegistryClient,
  reference: Reference,
): Promise<string | undefined> {
  const response = await client.request(manifestPath(reference), {
    repository: reference.path,
    what: nameOf(reference),
    method: 'HEAD',
    accept: acceptedTypes,
  });
  if (response.status === 404) return undefined;
  return response.header('docker-content-digest') ?? reference.digest;
}

/** The configuration of an image; of an index, the one for `architecture` on Linux. */
export async function fetchImageConfig(
  client: RegistryClient,
  reference: Reference,
  architecture: string,
): Promise<ImageConfig> {
  let manifest = await fetchJson<Manifest>(client, reference, manifestPath(reference));
  if (manifest.manifests) {
    const offered = manifest.manifests.filter(({ platform }) => platform?.os === 'linux');
    const chosen = offered.find(({ platform }) => platform?.architecture === architecture);
    if (!chosen) {
      const names = offered.map(({ platform }) => platform?.architecture).join(', ');
      throw new Failure(`${nameOf(reference)} has no image for linux/${architecture}`, {
        code: 'image.platform',
        details: [`Architectures of the image: ${names || 'none for Linux'}`],
        hint: `Build and push the image for linux/${architecture} too`,
      });
    }
    manifest = await fetchJson<Manifest>(client, reference, `${reference.path}/manifests/${chosen.digest}`);
  }
  if (!manifest.config) {
    throw new Failure(`${nameOf(reference)} has an outdated image format`, {
      code: 'image.format',
      hint: 'Build and push the image again with a current tool',
    });
  }
  return fetchConfigBlob(client, reference, manifest.config.digest);
}

export function fetchConfigBlob(
  client: RegistryClient,
  reference: Reference,
  digest: string,
): Promise<ImageConfig> {
  return fetchJson<ImageConfig>(client, reference, `${reference.path}/blobs/${digest}`);
}

export function nameOf({ host, path, tag, digest }: Reference): string {
  return `${host}/${path}${tag ? `:${tag}` : ''}${digest ? `@${digest}` : ''}`;
}

function manifestPath({ path, tag, digest }: Reference): string {
  return `${path}/manifests/${digest ?? tag ?? 'latest'}`;
}

async function fetchJson<T>(client: RegistryClient, reference: Reference, path: string): Promise<T> {
  const what = nameOf(reference);
  const response = await client.request(path, { repository: reference.path, what, accept: acceptedTypes });
  if (response.status === 404) throw registryFailure('not-found', { host: reference.host, what });
  return client.json<T>(response, what);
}
