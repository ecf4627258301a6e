import { binary } from '../build/cache.ts';
import type { Settings } from '../settings.ts';
import { run } from '../system/run.ts';

export interface Image {
  /** Full names with tags, all for the same image. */
  names: string[];
  /** Folder with the Dockerfile. */
  recipe: string;
  /** Folder that the Dockerfile copies from. */
  context: string;
}

/** Builds an image with the engine's BuildKit and pushes it to the engine's registry. */
export async function buildImage(settings: Settings, image: Image): Promise<void> {
  const names = image.names.join(',');
  await run(binary(settings, 'buildkit', 'buildctl'), [
    `--addr=unix://${settings.paths.buildkitSocket}`,
    'build',
    '--progress=plain',
    '--frontend=dockerfile.v0',
    `--local=context=${image.context}`,
    `--local=dockerfile=${image.recipe}`,
    // The names are a list inside a list, hence the quotes. Gzip would take most of the time of the whole build.
    `--output=type=image,"name=${names}",push=true,compression=zstd,compression-level=1`,
  ]);
}
