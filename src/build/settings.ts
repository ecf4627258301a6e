import { parseDuration } from '../core/clock.ts';
import type { Environment } from '../core/environment.ts';
import { revisionVariable } from '../git/revision-variable.ts';
import type { DockerOption } from '../state/apps/docker-options.ts';
import type { PropertyReader } from '../state/property-reader.ts';
import { type PushTarget, readPushTarget } from './push-target.ts';
import type { RegistryAccess } from './registry/connect.ts';
import { effectiveDockerConfig } from './registry/docker-config.ts';
import { listOf, readServer } from './registry-server.ts';

/** All that an app's settings say about its builds: app value, else global value, else default. */
export interface BuildSettings {
  app: string;
  /** `builder:set selected`; undefined means detection. */
  selected: string | undefined;
  /** The builder that the build before was made by. */
  detected: string | undefined;
  /** Folder of the tree that is built, relative; empty for its root. */
  buildDir: string;
  dockerfilePath: string;
  /** The Dockerfile must exist because somebody named it. */
  dockerfileNamed: boolean;
  /** Address of buildkitd, e.g. `unix:///run/buildkit/buildkitd.sock`. */
  buildkitAddress: string;
  /** Milliseconds without any word of the build after which it is taken for dead. */
  silence: number;
  /** Where the image goes; undefined when no registry is set. */
  push: PushTarget | undefined;
  registry: RegistryAccess;
  /** docker-options of phase build, one flag with its value each. */
  options: string[];
  /** Config of the app over the global one, for `--build-arg KEY` and `--secret id=…,env=KEY`. */
  config: Record<string, string>;
  /** Name of the variable that carries the commit; empty when that is switched off. */
  revisionVariable: string;
}

const defaults = {
  dockerfile: 'Dockerfile',
  buildkit: 'unix:///run/buildkit/buildkitd.sock',
  silence: '30m',
} as const;

/** What build settings follow from. The docker-options are those of all phases. */
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

/** How an app's registries are reached, for its builds and for its pods alike. */
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
