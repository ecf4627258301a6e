import { exposedPorts } from './expose.ts';
import type { ImageConfig } from './registry/manifest.ts';
import type { BuiltImage, ImageKind } from './types.ts';

/**
 * The facts about an image that a deploy needs, from the configuration of the image. `dockerfile`: the text that it was
 * built from.
 */
export function describeImage(
  { repository, tag, digest }: { repository: string; tag: string | undefined; digest: string },
  { config = {} }: ImageConfig,
  dockerfile?: string,
): BuiltImage {
  return {
    reference: `${repository}@${digest}`,
    repository,
    tag,
    digest,
    exposedPorts: exposedPorts(config.ExposedPorts, dockerfile),
    workingDir: config.WorkingDir ?? '',
    entrypoint: config.Entrypoint ?? [],
    cmd: config.Cmd ?? [],
    envKeys: (config.Env ?? []).map((pair) => pair.slice(0, pair.indexOf('='))).sort(),
    kind: kindOf(config),
  };
}

/** Images of Cloud Native Buildpacks have a label; images of herokuish have their user in the environment. */
function kindOf({ Labels, Env }: NonNullable<ImageConfig['config']>): ImageKind {
  if (Labels?.['io.buildpacks.stack.id']) return 'pack';
  return Env?.includes('USER=herokuishuser') ? 'herokuish' : 'dockerfile';
}

const architectures: Partial<Record<NodeJS.Architecture, string>> = {
  x64: 'amd64',
  arm64: 'arm64',
  arm: 'arm',
  ppc64: 'ppc64le',
  s390x: 's390x',
};

/** This machine's architecture in the notation of images. The nodes are assumed to have the same architecture. */
export function imageArchitecture(): string {
  return architectures[process.arch] ?? process.arch;
}
