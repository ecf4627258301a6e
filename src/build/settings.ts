import { parseDuration } from '../core/clock.ts';
import type { Environment } from '../core/environment.ts';
import { revisionVariable } from '../git/revision-variable.ts';
import type { DockerOption } from '../state/apps/docker-options.ts';
import type { PropertyReader } from '../state/property-reader.ts';
import { type PushTarget, readPushTarget } from './push-target.ts';
import type { RegistryAccess } from './registry/connect.ts';
import { effectiveDockerConfig } from './registry/docker-config.ts';
import { listOf, readServer } from './registry-server.ts';

/** All build settings of an app: the app value, else the global value, else the default. */
export interface BuildSettings {
  app: string;
  /** `builder:set selected`; undefined for detection. */
  selected: string | undefined;
  /** The builder of the previous build. */
  detected: string | undefined;
  /** Relative path of the folder to build; empty for the root. */
  buildDir: string;
  dockerfilePath: string;
  /** The path of the Dockerfile was set explicitly, so the file must exist. */
  dockerfileNamed: boolean;
  /** Address of buildkitd, e.g. `unix:///run/buildkit/buildkitd.sock`. */
  buildkitAddress: string;
  /** Milliseconds without output after which the build is stopped. */
  silence: number;
  /** The target of the image; undefined when no registry is set. */
  push: PushTarget | undefined;
  registry: RegistryAccess;
  /** docker-options of phase build, one flag with its value each. */
  options: string[];
  /** Config of the app over the global one, for `--build-arg KEY` and `--secret id=…,env=KEY`. */
  config: Record<string, string>;
  /** Name of the variable with the commit id; empty when this variable is turned off. */
  revisionVariable: string;
}

const defaults = {
  dockerfile: 'Dockerfile',
  buildkit: 'unix:///run/buildkit/buildkitd.sock',
  silence: '30m',
} as const;

/** The sources of the build settings. The docker-options are those of all phases. */
export interface BuildSettingsSource {
  properties: PropertyReader;
  config: Record<string, string>;
  dockerOptions: readonly DockerOption[];
  registry: RegistryAccess;
}

export function readBuildSettings(
  app: string,
  { properties, config, dockerOptions, registry }: BuildSettingsSource,
  variables: Record<string, string | undefined> = process.env,
): BuildSettings {
  const builder = (key: string, fallback: string) => properties.effective(app, 'builder', key, fallback);
  const named = properties.effective(app, 'builder-dockerfile', 'dockerfile-path', '');
  return {
    app,
    selected: builder('selected', '') || undefined,
    detected: properties.get(app, 'builder', 'detected'),
    buildDir: builder('build-dir', ''),
    dockerfilePath: named || defaults.dockerfile,
    dockerfileNamed: named !== '',
    buildkitAddress: builder('buildkit-address', variables.BUILDKIT_HOST || defaults.buildkit),
    silence: parseDuration(builder('silence-timeout', defaults.silence)) ?? parseDuration(defaults.silence)!,
    push: readPushTarget(properties, app),
    registry,
    options: dockerOptions.filter(({ phase }) => phase === 'build').map(({ option }) => option),
    config,
    revisionVariable: revisionVariable(properties, app),
  };
}

/** The access to an app's registries, for its builds and for its pods. */
export function readRegistryAccess(
  properties: PropertyReader,
  environment: Environment,
  app: string,
): RegistryAccess {
  const server = readServer(properties.effective(app, 'registry', 'server', ''));
  const mirror = readServer(properties.effective(app, 'registry', 'hub-mirror', ''));
  const insecure = listOf(properties.effective(app, 'registry', 'insecure-registries', ''));
  for (const { host, plain } of [server, mirror]) if (plain) insecure.push(host);
  return {
    dockerConfig: effectiveDockerConfig(environment, app),
    insecure,
    hubMirror: mirror.host === 'docker.io' ? undefined : mirror.host,
  };
}
