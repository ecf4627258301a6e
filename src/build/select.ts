import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { Failure } from '../core/failure.ts';
import { nearest } from '../core/suggest.ts';
import { dockerfile } from './dockerfile.ts';
import type { BuildSettings } from './settings.ts';
import { type Builder, type BuilderName, builderNames } from './types.ts';

/** All builders, in the order in which they look at the files. */
const builders: readonly Builder[] = [dockerfile];

export function availableBuilders(): string[] {
  return builders.map(({ name }) => name);
}

/** Files by which other builders are recognised, so that a refusal names the builder that a repository needs. */
const marks: Partial<Record<BuilderName, string[]>> = {
  pack: ['project.toml'],
  herokuish: ['.buildpacks'],
  nixpacks: ['nixpacks.toml'],
  railpack: ['railpack.json'],
  lambda: ['lambda.yml'],
};

export interface Selection {
  builder: Builder;
  /** Why it is this one, for the person who pushes. */
  reason: string;
}

/** The selected builder, else the first one that recognises the files in `directory`. */
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
    throw new Failure(`The builder ${name} is not available on this server`, {
      code: 'build.unavailable',
      details: [`Available: ${available}`],
      hint: `Choose another with: dokku builder:set ${app} selected ${builders[0]!.name}`,
    });
  }
  const meant = nearest(name, builderNames);
  throw new Failure(`There is no builder named ${name}${meant ? `; did you mean ${meant}?` : ''}`, {
    code: 'build.unknown',
    details: [`Available: ${available}`],
    hint: `Choose one with: dokku builder:set ${app} selected <builder>`,
  });
}

function nothingFound(directory: string, settings: BuildSettings): Failure {
  const where = settings.buildDir
    ? `in ${settings.buildDir} (build-dir)`
    : 'in the top folder of the repository';
  const details = [`Looked for ${settings.dockerfilePath} ${where}`];
  for (const [builder, files] of Object.entries(marks)) {
    for (const file of files) {
      if (existsSync(join(directory, file)))
        details.push(`Found ${file}, but the builder ${builder} is not available on this server`);
    }
  }
  return new Failure('No builder knows how to build this repository', {
    code: 'build.undetected',
    details,
    hint: [
      `Add a Dockerfile, or name the one you have: dokku builder-dockerfile:set ${settings.app} dockerfile-path <path>`,
      `If it is not in the top folder: dokku builder:set ${settings.app} build-dir <folder>`,
    ],
  });
}
