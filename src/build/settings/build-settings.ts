import type { RegistryAccess } from '../registry/connect.ts';
import type { PushTarget } from './push-target.ts';

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
