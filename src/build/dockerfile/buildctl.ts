import { isConfigKey } from '../../core/names.ts';
import type { BuildOptions } from './options.ts';

export interface BuildctlCall {
  args: string[];
  /** Variables of the buildctl process, for values that must not appear in the process list. */
  env: Record<string, string>;
}

export interface BuildctlRequest {
  address: string;
  contextDir: string;
  /** Folder and name of the Dockerfile. */
  dockerfileDir: string;
  dockerfileName: string;
  /** `host/path:tag` each. */
  names: string[];
  /** The registry uses plain HTTP. */
  insecure: boolean;
  options: BuildOptions;
  /** Separates the cache mounts of apps: one app never reads the cache of another. */
  cacheNamespace: string;
  /** The `# syntax=` line requests the frontend that is built into BuildKit, see `syntax.ts`. */
  builtInSyntax: boolean;
  /** Files with the values of the secrets, by id. */
  secretFiles: Record<string, string>;
  /** Folder with the `config.json` of the registry logins. */
  dockerConfigDir: string;
  metadataFile: string;
}

/** The call of `buildctl build` for a Dockerfile; pure. */
export function buildctlCall(request: BuildctlRequest): BuildctlCall {
  const { options } = request;
  const frontend = frontendOptions(request);
  const { hidden, shown } = divide(options.buildArguments);
  const args = ['--addr', request.address, 'build', '--frontend', 'dockerfile.v0', '--progress', 'rawjson'];
  args.push('--local', `context=${request.contextDir}`, '--local', `dockerfile=${request.dockerfileDir}`);
  for (const [key, value] of Object.entries(frontend)) args.push('--opt', `${key}=${value}`);
  for (const [key, value] of Object.entries(shown)) args.push('--opt', `build-arg:${key}=${value}`);
  // For an argument without a value, buildctl reads the value from its own environment.
  for (const key of Object.keys(hidden)) args.push('--opt', `build-arg:${key}`);
  for (const [id, file] of Object.entries(request.secretFiles)) args.push('--secret', `id=${id},src=${file}`);
  if (options.network === 'host') args.push('--allow', 'network.host');
  args.push('--metadata-file', request.metadataFile, '--output', output(request));
  return { args, env: { ...hidden, DOCKER_CONFIG: request.dockerConfigDir } };
}

/** Source of the names: BuildKit's `frontend/dockerui`. */
function frontendOptions(request: BuildctlRequest): Record<string, string> {
  const { options } = request;
  const result: Record<string, string> = {
    filename: request.dockerfileName,
    'build-arg:BUILDKIT_CACHE_MOUNT_NS': request.cacheNamespace,
  };
  for (const [key, value] of Object.entries(options.labels)) result[`label:${key}`] = value;
  if (options.target) result.target = options.target;
  if (options.platform) result.platform = options.platform;
  if (options.noCache) result['no-cache'] = '';
  if (options.pull) result['image-resolve-mode'] = 'pull';
  if (options.addHosts.length > 0) result['add-hosts'] = options.addHosts.join(',');
  if (options.shmSize) result['shm-size'] = options.shmSize;
  if (options.ulimits.length > 0) result.ulimit = options.ulimits.join(',');
  if (options.network) result['force-network-mode'] = options.network;
  // With this option BuildKit does not download the frontend that the Dockerfile names.
  if (request.builtInSyntax) result.cmdline = 'builtin';
  return result;
}

function output({ names, insecure }: BuildctlRequest): string {
  const fields = ['type=image', `"name=${names.join(',')}"`, 'push=true'];
  if (insecure) fields.push('registry.insecure=true');
  return fields.join(',');
}

/**
 * Names that would change buildctl itself in its environment. Their values go on the command line: other users of the
 * machine may see proxies and paths.
 */
const reserved = new RegExp(
  `^(${[
    'PATH|HOME|USER|TMPDIR|LANG|LC_[A-Z]+|SOURCE_DATE_EPOCH',
    '([A-Z]+_PROXY|[a-z]+_proxy)',
    'DOCKER_(CONFIG|HOST|CONTEXT|CERT_PATH|TLS|TLS_VERIFY|API_VERSION|DEFAULT_PLATFORM|AUTH_CONFIG|BUILDKIT)',
    '(BUILDKIT|BUILDCTL|OTEL|GRPC_GO|XDG|JAEGER|TRACEPARENT|TRACESTATE)(_[A-Z0-9_]+)?',
    'SSL_CERT_(FILE|DIR)|SSH_AUTH_SOCK|LD_[A-Z_]+',
    'GO(DEBUG|GC|MEMLIMIT|MAXPROCS|TRACEBACK|COVERDIR|RACE)|NO_COLOR',
  ].join('|')})$`,
);

function divide(buildArguments: Record<string, string>): {
  hidden: Record<string, string>;
  shown: Record<string, string>;
} {
  const entries = Object.entries(buildArguments);
  const isShown = ([key]: [string, string]) => reserved.test(key) || !isConfigKey(key);
  return {
    shown: Object.fromEntries(entries.filter(isShown)),
    hidden: Object.fromEntries(entries.filter((entry) => !isShown(entry))),
  };
}
