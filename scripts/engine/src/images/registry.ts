import { registryAddress, type Settings } from '../settings.ts';

const accept = [
  'application/vnd.oci.image.index.v1+json',
  'application/vnd.oci.image.manifest.v1+json',
  'application/vnd.docker.distribution.manifest.list.v2+json',
  'application/vnd.docker.distribution.manifest.v2+json',
].join(', ');

/** The digest that a tag of the engine's registry stands for, if there is such a tag. */
export async function digest(
  settings: Settings,
  repository: string,
  tag: string,
): Promise<string | undefined> {
  const url = `http://${registryAddress(settings)}/v2/${repository}/manifests/${tag}`;
  const response = await fetch(url, { method: 'HEAD', headers: { accept } });
  return response.ok ? (response.headers.get('docker-content-digest') ?? undefined) : undefined;
}
