import { describeImage, imageArchitecture } from './describe-image.ts';
import { connectRegistry, type RegistryAccess } from './registry/connect.ts';
import { registryFailure } from './registry/failure.ts';
import { fetchImageConfig, nameOf, resolveDigest } from './registry/manifest.ts';
import { parseReference, repositoryOf } from './registry/reference.ts';
import type { BuildContext, BuiltImage } from './types.ts';

/** Uses an existing image (`git:from-image`) without a build, and pins its tag to its digest. */
export async function resolveImage(
  image: string,
  access: RegistryAccess,
  { out, signal }: BuildContext,
): Promise<BuiltImage> {
  out.step(`Using the image ${image}`);
  const reference = parseReference(image);
  const client = connectRegistry(access, reference.host, signal);
  const digest = await resolveDigest(client, reference);
  if (!digest) throw registryFailure('not-found', { host: reference.host, what: nameOf(reference) });
  const config = await fetchImageConfig(client, { ...reference, digest }, imageArchitecture());
  if (!reference.digest) out.detail(`${reference.tag ?? 'latest'} is ${digest}`);
  const tag = reference.tag ?? (reference.digest ? undefined : 'latest');
  return describeImage({ repository: repositoryOf(reference), tag, digest }, config);
}
