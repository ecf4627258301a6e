import { mkdir, readFile, stat, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { Failure, throwIfCancelled } from '../core/failure.ts';
import { insideTree } from './build-directory.ts';
import { describeImage, imageArchitecture } from './describe-image.ts';
import { buildctlCall } from './dockerfile/buildctl.ts';
import { type BuildOptions, readBuildOptions, secretArguments } from './dockerfile/options.ts';
import { runBuildctl } from './dockerfile/run-buildctl.ts';
import { asksForBuiltInSyntax } from './dockerfile/syntax.ts';
import { connectRegistry, isInsecure } from './registry/connect.ts';
import { writeDockerConfig } from './registry/docker-config.ts';
import { fetchConfigBlob, fetchImageConfig } from './registry/manifest.ts';
import { parseReference } from './registry/reference.ts';
import type { BuildSettings } from './settings/build-settings.ts';
import type {
  BuildContext,
  Builder,
  BuildRequest,
  BuiltImage,
  PreparedBuild,
  ResolvedRequest,
} from './types.ts';

/** Builds a Dockerfile with BuildKit, which also caches the layers of earlier builds and pushes the image. */
export const dockerfile: Builder = { name: 'dockerfile', detect, prepare };

async function detect(directory: string, settings: BuildSettings): Promise<string | false> {
  const file = await insideTree(directory, settings.dockerfilePath, 'dockerfile-path');
  return file !== undefined && (await stat(file)).isFile() ? `${settings.dockerfilePath} found` : false;
}

/** A request with its Dockerfile and docker-options, read. */
interface DockerfileRequest extends ResolvedRequest {
  file: string;
  text: string;
  options: BuildOptions;
}

async function prepare(settled: ResolvedRequest): Promise<PreparedBuild> {
  const { settings } = settled;
  const request = { ...settled, ...(await readDockerfile(settled)), options: readBuildOptions(settings) };
  return { inputs: inputsOf(request), build: (context) => build(request, context) };
}

function inputsOf({ settings, text, options, revision }: DockerfileRequest): unknown {
  const { secrets, ...others } = options;
  return {
    ...others,
    dockerfilePath: settings.dockerfilePath,
    // The value of a secret does not change the image, only its presence does.
    secrets: Object.keys(secrets).sort(),
    revision: usesRevision(text, settings) ? revision : undefined,
  };
}

async function build(request: DockerfileRequest, context: BuildContext): Promise<BuiltImage> {
  const { settings, directory, file, text, options, target } = request;
  const { out, signal } = context;
  const { repository, extraTags } = target;
  out.redactor.registerVariables(options.buildArguments);
  out.redactor.register(...Object.values(options.secrets));
  warnAbout(options, out);
  const revision = settings.revisionVariable && request.revision;
  const buildArguments = {
    ...(revision && { [settings.revisionVariable]: revision }),
    ...options.buildArguments,
  };
  const metadataFile = join(request.workDir, 'metadata.json');
  const name = `${repository}:${request.tag}`;
  const reference = parseReference(name);
  const call = buildctlCall({
    address: settings.buildkitAddress,
    contextDir: directory,
    dockerfileDir: dirname(file),
    dockerfileName: basename(file),
    names: [name, ...extraTags.map((tag) => `${repository}:${tag}`)],
    insecure: isInsecure(settings.registry, reference.host),
    options: { ...options, buildArguments },
    cacheNamespace: request.app,
    builtInSyntax: asksForBuiltInSyntax(text),
    secretFiles: await writeSecrets(request.workDir, options.secrets),
    dockerConfigDir: await writeLogins(request),
    metadataFile,
  });
  await runBuildctl(call, { ...context, settings, name, directory });
  throwIfCancelled(signal);
  const metadata = JSON.parse(await readFile(metadataFile, 'utf8')) as Record<string, string>;
  const digest = metadata['containerimage.digest']!;
  const client = connectRegistry(settings.registry, reference.host, signal);
  const configDigest = metadata['containerimage.config.digest'];
  const config = configDigest
    ? await fetchConfigBlob(client, reference, configDigest)
    : await fetchImageConfig(client, { ...reference, digest }, imageArchitecture());
  out.detail(`Pushed ${name}`);
  return describeImage({ repository, tag: request.tag, digest }, config, text);
}

/** The Dockerfile, inside the pushed tree. */
async function readDockerfile({
  directory,
  settings,
}: ResolvedRequest): Promise<{ file: string; text: string }> {
  const file = await insideTree(directory, settings.dockerfilePath, 'dockerfile-path');
  if (file !== undefined && (await stat(file)).isFile()) return { file, text: await readFile(file, 'utf8') };
  throw new Failure(`The repository has no ${join(settings.buildDir, settings.dockerfilePath)}`, {
    code: 'build.no-dockerfile',
    hint: settings.dockerfileNamed
      ? `Commit the file, or unset its path: dokku builder-dockerfile:set ${settings.app} dockerfile-path`
      : `Commit a Dockerfile, or set another path: dokku builder-dockerfile:set ${settings.app} dockerfile-path <path>`,
  });
}

function warnAbout(options: BuildOptions, out: BuildContext['out']): void {
  for (const option of options.ignored)
    out.warn(`The docker-option ${option} has no effect on builds with BuildKit`);
  for (const key of secretArguments(options.buildArguments)) {
    out.warn(
      `The build argument ${key} looks like a secret, and images store their build arguments. Use: --secret id=${key},env=${key}`,
    );
  }
}

function usesRevision(text: string, { revisionVariable }: BuildSettings): boolean {
  return revisionVariable !== '' && text.includes(revisionVariable);
}

async function writeSecrets(
  workDir: string,
  secrets: Record<string, string>,
): Promise<Record<string, string>> {
  const directory = join(workDir, 'secrets');
  const files: Record<string, string> = {};
  for (const [index, [id, value]] of Object.entries(secrets).entries()) {
    if (index === 0) await mkdir(directory, { recursive: true, mode: 0o700 });
    files[id] = join(directory, String(index));
    await writeFile(files[id], value, { mode: 0o600 });
  }
  return files;
}

async function writeLogins({ workDir, settings }: BuildRequest): Promise<string> {
  const directory = join(workDir, 'docker');
  writeDockerConfig(join(directory, 'config.json'), { auths: settings.registry.dockerConfig.auths });
  return directory;
}
