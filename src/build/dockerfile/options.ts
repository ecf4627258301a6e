import { Failure } from '../../core/failure.ts';
import { looksSecret } from '../../core/secrets/secrets-of.ts';
import type { BuildSettings } from '../settings/build-settings.ts';

/** The docker-options of phase build, in the terms of BuildKit. */
export interface BuildOptions {
  /** In the given order; a later argument of the same name wins. */
  buildArguments: Record<string, string>;
  labels: Record<string, string>;
  target: string | undefined;
  platform: string | undefined;
  noCache: boolean;
  pull: boolean;
  /** Ids of secrets and the values that steps see at `/run/secrets/<id>`. */
  secrets: Record<string, string>;
  addHosts: string[];
  shmSize: string | undefined;
  ulimits: string[];
  network: string | undefined;
  /** Options without effect on a build, in their original form. */
  ignored: string[];
}

/**
 * Reads options such as `--build-arg KEY=value`. `--build-arg KEY` takes the value from `config`, as `--secret id=x,env=KEY`
 * does. Throws a Failure for a secret that is not in `config` and for a secret from a file of the server.
 */
export function readBuildOptions(source: OptionSource): BuildOptions {
  const result: BuildOptions = {
    buildArguments: {},
    labels: {},
    target: undefined,
    platform: undefined,
    noCache: false,
    pull: false,
    secrets: {},
    addHosts: [],
    shmSize: undefined,
    ulimits: [],
    network: undefined,
    ignored: [],
  };
  for (const option of source.options) {
    const { flag, value } = split(option);
    const reader = readers[flag];
    if (reader) reader(result, value, source);
    else result.ignored.push(option);
  }
  return result;
}

type OptionSource = Pick<BuildSettings, 'app' | 'options' | 'config'>;
type Reader = (result: BuildOptions, value: string, source: OptionSource) => void;

const readers: Record<string, Reader> = {
  '--build-arg': (result, value, { config }) => {
    const [key, given] = pair(value);
    const resolved = given ?? config[key];
    if (resolved !== undefined) result.buildArguments[key] = resolved;
  },
  '--label': (result, value) => {
    const [key, given = ''] = pair(value);
    result.labels[key] = given;
  },
  '--secret': (result, value, source) => {
    const { id, secret } = readSecret(value, source);
    result.secrets[id] = secret;
  },
  '--target': (result, value) => {
    result.target = value;
  },
  '--platform': (result, value) => {
    result.platform = value;
  },
  '--no-cache': (result, value) => {
    result.noCache = value !== 'false';
  },
  '--pull': (result, value) => {
    result.pull = value !== 'false';
  },
  '--add-host': (result, value) => {
    result.addHosts.push(value.replace(':', '='));
  },
  '--shm-size': (result, value) => {
    result.shmSize = value;
  },
  '--ulimit': (result, value) => {
    result.ulimits.push(value);
  },
  '--network': (result, value) => {
    result.network = value;
  },
};

function readSecret(value: string, { app, config }: OptionSource): { id: string; secret: string } {
  const fields = Object.fromEntries(value.split(',').map((field) => pair(field)));
  const id = fields.id ?? '';
  if (!/^[A-Za-z0-9_][A-Za-z0-9_.-]*$/.test(id)) {
    throw new Failure(`The docker-option --secret ${value} has no valid id`, {
      code: 'build.secret',
      hint: 'Use: --secret id=NAME,env=CONFIG_KEY',
    });
  }
  if (fields.src ?? fields.source) {
    throw new Failure(
      `The docker-option --secret ${value} names a file of the server, which builds cannot read`,
      {
        code: 'build.secret',
        hint: [
          `Store the value: dokku config:set ${app} ${id.toUpperCase()}=…`,
          `Then use: --secret id=${id},env=${id.toUpperCase()}`,
        ],
      },
    );
  }
  const key = fields.env ?? id;
  const secret = config[key];
  if (secret !== undefined) return { id, secret };
  throw new Failure(`The build needs the secret ${id}, but the config of the app has no ${key}`, {
    code: 'build.secret',
    hint: `Set the value: dokku config:set --no-restart ${app} ${key}=…`,
  });
}

/** Values that look like secrets must not be build arguments: every image keeps them in its history. */
export function secretArguments(buildArguments: Record<string, string>): string[] {
  return Object.entries(buildArguments)
    .filter(([key, value]) => looksSecret(key, value))
    .map(([key]) => key);
}

/** Splits `--flag value` and `--flag=value`, and removes one pair of quotes around the value or after its `=`. */
function split(option: string): { flag: string; value: string } {
  const [, flag = option, value = ''] = option.trim().match(/^(--?[a-z-]+)(?:[=\s]\s*(.*))?$/s) ?? [];
  return { flag, value: unquote(value) };
}

function pair(text: string): [string, string | undefined] {
  const equals = text.indexOf('=');
  return equals === -1 ? [text, undefined] : [text.slice(0, equals), unquote(text.slice(equals + 1))];
}

function unquote(text: string): string {
  return /^(["']).*\1$/s.test(text) && text.length > 1 ? text.slice(1, -1) : text;
}
