import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { Failure } from '../core/failure.ts';
import { nearest } from '../core/suggest.ts';
import { dockerfile } from './dockerfile.ts';
import type { BuildSettings } from './settings/build-settings.ts';
import { type Builder, type BuilderName, builderNames } from './types.ts';

/** All available builders, in the order of detection. */
const builders: readonly Builder[] = [dockerfile];

export function availableBuilders(): string[] {
  return builders.map(({ name }) => name);
}

/** Files that identify other builders, so that the failure can name the builder that a repository was written for. */
const builderFiles: Partial<Record<BuilderName, string[]>> = {
  pack: ['project.toml'],
  herokuish: ['.buildpacks'],
  nixpacks: ['nixpacks.toml'],
  railpack: ['railpack.json'],
  lambda: ['lambda.yml'],
};

export interface Selection {
  builder: Builder;
  /** The reason for this builder, for the person who pushes. */
  reason: string;
}

/** The selected builder, or else the first builder that detects its files in `directory`. */
export async function selectBuilder(directory: string, settings: BuildSettings): Promise<Selection> {
  if (settings.selected)
    return { builder: named(settings.selected, settings.app), reason: 'selected by builder:set' };
  for (const builder of builders) {
    const reason = await builder.detect(directory, settings);
    if (reason) return { builder, reason };
  }
  throw nothingFound(directory, settings);
}

function named(name: string, app: string): Builder {
  const builder = builders.find((candidate) => candidate.name === name);
  if (builder) return builder;
  const available = availableBuilders().join(', ');
  if ((builderNames as readonly string[]).includes(name)) {
    throw new Failure(`Builder ${name} is not available on this server`, {
      code: 'build.unavailable',
      details: [`Available builders: ${available}`],
      hint: `Select another builder: dokku builder:set ${app} selected ${builders[0]!.name}`,
    });
  }
  const meant = nearest(name, builderNames);
  throw new Failure(`Builder ${name} does not exist${meant ? `; did you mean ${meant}?` : ''}`, {
    code: 'build.unknown',
    details: [`Available builders: ${available}`],
    hint: `Select a builder: dokku builder:set ${app} selected <builder>`,
  });
}

function nothingFound(directory: string, settings: BuildSettings): Failure {
  const where = settings.buildDir
    ? `in ${settings.buildDir} (build-dir)`
    : 'in the root folder of the repository';
  const details = [`Looked for ${settings.dockerfilePath} ${where}`];
  for (const [builder, files] of Object.entries(builderFiles)) {
    for (const file of files) {
      if (existsSync(join(directory, file)))
        details.push(`Found ${file}, but builder ${builder} is not available on this server`);
    }
  }
  return new Failure('No builder can build this repository', {
    code: 'build.undetected',
    details,
    hint: [
      `Add a Dockerfile, or set the path of an existing one: dokku builder-dockerfile:set ${settings.app} dockerfile-path <path>`,
      `To build another folder than the root: dokku builder:set ${settings.app} build-dir <folder>`,
    ],
  });
}
