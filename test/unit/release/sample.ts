import type { AppSpec } from '../../../src/appspec/types.ts';
import { Failure } from '../../../src/core/failure.ts';
import type { ResolveInput } from '../../../src/release/context.ts';
import { resolve } from '../../../src/release/resolve.ts';
import { defaultSettings, type ReleaseSettings } from '../../../src/release/settings/settings.ts';

interface Sample extends Partial<Omit<ResolveInput, 'appSpec' | 'settings' | 'image'>> {
  appSpec?: Partial<AppSpec>;
  settings?: Partial<ReleaseSettings>;
  image?: Partial<ResolveInput['image']>;
}

export function input(sample: Sample = {}): ResolveInput {
  return {
    app: 'demo',
    number: 3,
    deploymentId: '1767225600',
    config: {},
    registryCredentials: false,
    ...sample,
    settings: { ...defaultSettings, ...sample.settings },
    image: {
      reference: 'r/demo@sha256:1',
      kind: 'dockerfile',
      workingDir: '',
      exposedPorts: [],
      ...sample.image,
    },
    appSpec: {
      procfile: { web: './serve' },
      formation: {},
      healthchecks: {},
      cron: [],
      env: {},
      scripts: {},
      buildpacks: [],
      kustomize: undefined,
      warnings: [],
      ...sample.appSpec,
    },
  };
}

export function release(sample: Sample = {}) {
  return resolve(input(sample));
}

export function problems(sample: Sample): string[] {
  try {
    resolve(input(sample));
  } catch (error) {
    if (error instanceof Failure && error.code === 'release.settings') return error.details;
    throw error;
  }
  return [];
}
