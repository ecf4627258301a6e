import type { Output } from '../core/output.ts';
import type { PushTarget } from './push-target.ts';
import type { BuildSettings } from './settings.ts';

export interface ExposedPort {
  port: number;
  protocol: 'tcp' | 'udp';
}

/** How a process is started in the image. Source: `spec.run type` of Dokku's schedulers. */
export type ImageKind = 'dockerfile' | 'pack' | 'herokuish';

/** What a builder was given. */
export interface BuildRequest {
  app: string;
  /** The build's id. */
  build: string;
  /** The pushed tree, extracted; `build-dir` is below it. */
  sourceDir: string;
  /** Private folder of this build, removed by the caller. */
  workDir: string;
  /** Tag that the image is pushed with: the number of the release. */
  tag: string;
  /** Commit id, given to the build as `GIT_REV`. */
  revision: string | undefined;
  settings: BuildSettings;
}

/** A request with what was settled of it for whatever builder makes the image. */
export interface SettledRequest extends BuildRequest {
  /** The folder that is built. */
  directory: string;
  target: PushTarget;
}

/** An image in a registry, with what a deploy has to know about it. */
export interface BuiltImage {
  /** `repository@sha256:…`: what is deployed. */
  reference: string;
  /** `host/path`. */
  repository: string;
  /** Undefined when it was asked for by digest. */
  tag: string | undefined;
  digest: string;
  exposedPorts: ExposedPort[];
  /** Empty when the image has none. */
  workingDir: string;
  entrypoint: string[];
  cmd: string[];
  /** Names of the variables that the image sets. */
  envKeys: string[];
  kind: ImageKind;
}

export interface BuildContext {
  out: Output;
  signal: AbortSignal;
  /** Called once another program is at work, for what this process can do as well while it waits for it. */
  meanwhile?: () => void;
}

/** One way to make an image out of a source tree. */
export interface Builder {
  name: BuilderName;
  /** What was found in `directory` that makes this builder the right one, or false. */
  detect(directory: string, settings: BuildSettings): Promise<string | false>;
  /** Reads all that shapes the image, once. */
  prepare(request: SettledRequest): Promise<PreparedBuild>;
}

export interface PreparedBuild {
  /** Everything besides the tree that shapes the image, as JSON can hold it: part of the cache key. */
  inputs: unknown;
  /** Builds and pushes. Throws a `build.*` or `registry.*` Failure. */
  build(context: BuildContext): Promise<BuiltImage>;
}

/** Every builder that `builder:set selected` may name, available or not. */
export const builderNames = [
  'dockerfile',
  'herokuish',
  'lambda',
  'nixpacks',
  'null',
  'pack',
  'railpack',
] as const;
export type BuilderName = (typeof builderNames)[number];
