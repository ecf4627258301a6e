import { parseDuration } from '../core/clock.ts';
import type { Environment } from '../core/environment.ts';
import { revisionVariable } from '../git/revision-variable.ts';
import type { Store } from '../state/store.ts';
import { type PushTarget, readPushTarget } from './push-target.ts';
import type { RegistryAccess } from './registry/connect.ts';
import { effectiveDockerConfig } from './registry/docker-config.ts';
import { listOf, readServer } from './registry-server.ts';

/** All that an app's settings say about its builds: app value, else global value, else default. */
export interface BuildSettings {
  app: string;
  /** `builder:set selected`; undefined means detection. */
  selected: string | undefined;
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

export function readBuildSettings(
  store: Store,
  environment: Environment,
  app: string,
  variables: Record<string, string | undefined> = process.env,
): BuildSettings {
  const { properties } = store;
  const named = properties.effective(app, 'builder-dockerfile', 'dockerfile-path', '');
  return {
    app,
    selected: properties.effective(app, 'builder', 'selected', '') || undefined,
    buildDir: properties.effective(app, 'builder', 'build-dir', ''),
    dockerfilePath: named || defaults.dockerfile,
    dockerfileNamed: named !== '',
    buildkitAddress: properties.effective(
      app,
      'builder',
      'buildkit-address',
      variables.BUILDKIT_HOST || defaults.buildkit,
    ),
    silence:
      parseDuration(properties.effective(app, 'builder', 'silence-timeout', defaults.silence)) ??
      parseDuration(defaults.silence)!,
    push: readPushTarget(properties, app),
    registry: readRegistryAccess(store, environment, app),
    options: store.dockerOptions
      .list(app)
      .filter(({ phase }) => phase === 'build')
      .map(({ option }) => option),
    config: store.config.merged(app),
    revisionVariable: revisionVariable(store, app),
  };
}

/** How an app's registries are reached, for its builds and for its pods alike. */
export function readRegistryAccess(store: Store, environment: Environment, app: string): RegistryAccess {
  const { properties } = store;
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
