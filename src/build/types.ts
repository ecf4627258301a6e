import type { Output } from '../core/output.ts';
import type { BuildSettings } from './settings/build-settings.ts';
import type { PushTarget } from './settings/push-target.ts';

export interface ExposedPort {
  port: number;
  protocol: 'tcp' | 'udp';
}

/** How a process is started in the image. Source: `spec.run type` of Dokku's schedulers. */
export type ImageKind = 'dockerfile' | 'pack' | 'herokuish';

/** The input of a builder. */
export interface BuildRequest {
  app: string;
  /** The build's id. */
  build: string;
  /** The pushed tree, extracted; `build-dir` is below it. */
  sourceDir: string;
  /** Private folder of this build, removed by the caller. */
  workDir: string;
  /** Tag of the pushed image: the number of the release. */
  tag: string;
  /** Commit id, given to the build as `GIT_REV`. */
  revision: string | undefined;
  settings: BuildSettings;
}

/** A request with the facts that every builder needs. */
export interface ResolvedRequest extends BuildRequest {
  /** The folder to build. */
  directory: string;
  target: PushTarget;
}

/** An image in a registry, with the facts that a deploy needs. */
export interface BuiltImage {
  /** `repository@sha256:…`: the reference that is deployed. */
  reference: string;
  /** `host/path`. */
  repository: string;
  /** Undefined when the image was requested by digest. */
  tag: string | undefined;
  digest: string;
  exposedPorts: ExposedPort[];
  /** Empty when the image sets none. */
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
  /** Called when another program has started, for work that this process can do while it waits. */
  meanwhile?: () => void;
}

/** One way to build an image from a source tree. */
export interface Builder {
  name: BuilderName;
  /** The file in `directory` that selects this builder, or false. */
  detect(directory: string, settings: BuildSettings): Promise<string | false>;
  /** Reads all inputs of the image, once. */
  prepare(request: ResolvedRequest): Promise<PreparedBuild>;
}

export interface PreparedBuild {
  /** All inputs of the image besides the tree, as JSON: part of the cache key. */
  inputs: unknown;
  /** Builds and pushes. Throws a `build.*` or `registry.*` Failure. */
  build(context: BuildContext): Promise<BuiltImage>;
}

/** Every valid value of `builder:set selected`, available or not. */
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
