import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { registryAddress, type Settings } from '../settings.ts';
import { detail, seconds } from '../system/output.ts';
import { buildImage } from './build-image.ts';
import { busybox } from './busybox.ts';
import { debian } from './debian.ts';
import { node } from './node.ts';
import { digest } from './registry.ts';

/** An image with the name that it has on Docker Hub. */
export interface BaseImage {
  name: string;
  tags: string[];
  /** Changes with whatever goes into the image. */
  inputs: string;
  /** Fills the folder that the Dockerfile copies from. */
  prepare: (settings: Settings, folder: string) => Promise<void>;
}

const recipes = join(import.meta.dirname, '..', '..', 'images');

/** Builds the images that are missing, in this order, since the node image is built on the Debian image. */
export async function makeBaseImages(settings: Settings): Promise<void> {
  for (const image of [busybox(), debian(), node()]) await makeBaseImage(settings, image);
}

async function makeBaseImage(settings: Settings, image: BaseImage): Promise<void> {
  const repository = `library/${image.name}`;
  const marker = `engine-${image.inputs}`;
  const present = await digest(settings, repository, marker);
  const current = await digest(settings, repository, image.tags[0] ?? '');
  if (present && present === current) return;
  const started = Date.now();
  const context = join(settings.cache, `.image-${image.name}-${process.pid}`);
  mkdirSync(context, { recursive: true });
  try {
    await image.prepare(settings, context);
    const names = [...image.tags, marker].map((tag) => `${registryAddress(settings)}/${repository}:${tag}`);
    await buildImage(settings, { names, recipe: join(recipes, image.name), context });
  } finally {
    rmSync(context, { recursive: true, force: true });
  }
  detail(`image ${image.name}:${image.tags[0]}  ${seconds(started)}`);
}
