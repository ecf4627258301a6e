import { cacheFolder } from '../build/cache.ts';
import { program } from '../build/programs.ts';
import { registryAddress, type Settings } from '../settings.ts';

export interface ImageName {
  repository: string;
  tag: string;
}

/** The image of a compiled binary; its tag changes with the binary, so a new one is always pulled. */
export function programImage(settings: Settings, name: string, file = name): ImageName {
  const tag = cacheFolder(settings, program(name)).slice(-12);
  return { repository: `${registryAddress(settings)}/engine/${file}`, tag };
}

export function pauseImage(settings: Settings): string {
  const { repository, tag } = programImage(settings, 'pause');
  return `${repository}:${tag}`;
}
