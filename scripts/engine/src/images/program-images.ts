import { join } from 'node:path';
import { cacheFolder } from '../build/cache.ts';
import type { Program } from '../build/program.ts';
import type { Settings } from '../settings.ts';
import { writeFile } from '../system/files.ts';
import { buildImage } from './build-image.ts';
import { programImage } from './names.ts';
import { digest } from './registry.ts';

/**
 * Builds an image for each binary of a program, which holds nothing else. It needs no debugging tools: everything can
 * be inspected from the node, which is this machine.
 */
export async function makeProgramImages(settings: Settings, program: Program): Promise<void> {
  const usual = Object.keys(program.binaries).map((file) => [file, [`/${file}`]] as const);
  const images = program.images ? Object.entries(program.images) : usual;
  await Promise.all(images.map(([name, entrypoint]) => makeImage(settings, program, name, entrypoint)));
}

async function makeImage(settings: Settings, program: Program, name: string, entrypoint: readonly string[]) {
  const { repository, tag } = programImage(settings, program.name, name);
  if (await digest(settings, repository.slice(repository.indexOf('/') + 1), tag)) return;
  const recipe = join(settings.paths.config, 'images', name);
  const [file = ''] = entrypoint;
  const copy = `COPY ${file.slice(1)} ${file}`;
  const lines = ['FROM scratch', copy, 'USER 1000', `ENTRYPOINT ${JSON.stringify(entrypoint)}`];
  writeFile(join(recipe, 'Dockerfile'), `${lines.join('\n')}\n`);
  await buildImage(settings, {
    names: [`${repository}:${tag}`],
    recipe,
    context: cacheFolder(settings, program),
  });
}
