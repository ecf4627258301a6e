import { parseDuration } from '../../core/clock.ts';
import type { Environment } from '../../core/environment.ts';
import type { DockerOption } from '../../state/apps/docker-options.ts';
import type { PropertyReader } from '../../state/property-reader.ts';
import type { RegistryAccess } from '../registry/connect.ts';
import { effectiveDockerConfig } from '../registry/docker-config.ts';
import type { BuildSettings } from './build-settings.ts';
import { readPushTarget } from './push-target.ts';
import { listOf, readServer } from './registry-server.ts';

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
  revisionVariable: string;
}

/** Reads the settings of a build; app values go before global ones and those before the defaults. */
export function readBuildSettings(
  app: string,
  { properties, config, dockerOptions, registry, revisionVariable }: BuildSettingsSource,
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
    revisionVariable,
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
