import { Failure } from '../../core/failure.ts';
import { isNotInstalled } from '../../exec/bind-to-parent.ts';
import type { ExecFailure } from '../../exec/failure.ts';
import type { BuildProgress } from './progress.ts';

export interface FailedBuild {
  app: string;
  /** The output of buildctl apart from its progress: source excerpt and error. */
  lastWords: string[];
  failed: BuildProgress['failed'];
  /** The step that was running when the build stopped. */
  running: string | undefined;
  dockerfilePath: string;
  address: string;
  /** `host/path:tag` of the image to push. */
  name: string;
  silence: string;
  /** Files of the build context whose names are not UTF-8. */
  undecodableNames: () => string[];
}

/** Explains the failure of a buildctl build, with the line of the Dockerfile and the next step. */
export function explainFailure(cause: ExecFailure, build: FailedBuild): Failure {
  const error =
    build.lastWords.findLast((line) => line.startsWith('error: '))?.slice('error: '.length) ?? cause.message;
  const text = error.replace(/^failed to solve: /, '');
  const excerpt = build.lastWords.filter((line) => /^\s*\d+ \|/.test(line));
  const details = excerpt.length > 0 ? excerpt : [text];
  const make = (code: string, message: string, hint: string | string[], lines = details) =>
    new Failure(message, { code, details: lines, hint, cause });

  if (isNotInstalled(cause.outcome.exitCode, build.lastWords.join('\n'))) {
    return make(
      'build.no-buildctl',
      'buildctl, the client of BuildKit, is not installed on this server',
      'Install BuildKit, and make sure that buildctl is in the PATH of the server',
      [],
    );
  }
  if (cause.outcome.timedOut) {
    return make(
      'build.silent',
      `The build was stopped after ${build.silence} without output${build.running ? ` in ${build.running}` : ''}`,
      `Let the step print its progress, or raise the limit: dokku builder:set ${build.app} silence-timeout 2h`,
      [],
    );
  }
  if (
    /Unavailable|failed to list workers|connection error/.test(text) &&
    !build.failed &&
    !/failed to push/.test(text)
  ) {
    return make(
      'build.unreachable',
      `BuildKit does not answer at ${build.address}`,
      [
        'Check that buildkitd runs on the server',
        'If buildkitd listens on another address: dokku builder:set --global buildkit-address <address>',
      ],
      [text],
    );
  }
  for (const explain of explanations) {
    const found = explain(text, build);
    if (found) return make(found.code, found.message, found.hint, found.details ?? details);
  }
  return make('build.failed', `The build failed: ${text}`, `Correct ${build.dockerfilePath} and push again`);
}

type Explanation = (
  text: string,
  build: FailedBuild,
) => { code: string; message: string; hint: string | string[]; details?: string[] } | undefined;

const explanations: Explanation[] = [
  pushRefused,
  baseImage,
  brokenDockerfile,
  undecodableName,
  missingFile,
  missingSecret,
  failedCommand,
];

function pushRefused(text: string, { name }: FailedBuild) {
  const [, reason] = text.match(/failed to push [^ ]+: (.*)$/s) ?? [];
  if (reason === undefined) return undefined;
  const host = name.slice(0, name.indexOf('/'));
  const denied = /401|403|unauthorized|denied|authorization/i.test(reason);
  return {
    code: 'registry.push',
    message: `Registry ${host} refused the image ${name}`,
    details: [reason],
    hint: denied
      ? `Log in: dokku registry:login --password-stdin --global ${host} <user>`
      : ['Check that the registry runs and has free space, and check its address: dokku registry:report'],
  };
}

function baseImage(text: string, { app }: FailedBuild) {
  const [, name, reason = ''] = text.match(/failed to resolve source metadata for ([^ ]+): (.*)$/s) ?? [];
  if (name === undefined) return undefined;
  const host = name.slice(0, name.indexOf('/'));
  if (/401|403|unauthorized|denied|insufficient_scope/i.test(reason)) {
    return {
      code: 'build.base-denied',
      message: `The base image ${name} does not exist or requires a login`,
      hint: [
        'Check the name in the FROM line',
        `If the image is private: dokku registry:login --password-stdin ${app} ${host} <user>`,
      ],
    };
  }
  if (/not found/.test(reason)) {
    return {
      code: 'build.base-missing',
      message: `The base image ${name} does not exist`,
      hint: 'Correct the FROM line and push again',
    };
  }
  return {
    code: 'build.base-unreachable',
    message: `Could not fetch the base image ${name}: ${reason}`,
    hint: `Check that the registry ${host} can be reached from the server, then push again`,
  };
}

function brokenDockerfile(text: string, { dockerfilePath }: FailedBuild) {
  const [, line, problem] = text.match(/^dockerfile parse error on line (\d+): (.*)$/s) ?? [];
  const message = line
    ? `${dockerfilePath}, line ${line}: ${problem}`
    : /Dockerfile cannot be empty|file with no instructions|no build stage|target stage/.test(text)
      ? `${dockerfilePath}: ${text}`
      : undefined;
  return message === undefined
    ? undefined
    : { code: 'build.syntax', message, hint: `Correct ${dockerfilePath} and push again` };
}

/** Some versions of BuildKit accept such names, others fail with an error of the protocol that names no file. */
function undecodableName(text: string, build: FailedBuild) {
  if (!/invalid UTF-8/i.test(text)) return undefined;
  const names = build.undecodableNames();
  if (names.length === 0) return undefined;
  return {
    code: 'build.name',
    message: 'BuildKit does not accept file names that are not UTF-8',
    details: [...names, text],
    hint: 'Rename these files with git mv, or exclude them with a pattern in .dockerignore, commit and push again',
  };
}

function missingFile(text: string, { failed }: FailedBuild) {
  const [, file] = text.match(/failed to calculate checksum of ref [^"]*"([^"]+)": not found/) ?? [];
  if (file === undefined) return undefined;
  return {
    code: 'build.file-missing',
    message: `${file.replace(/^\//, '')}, which ${stepOf(failed)} copies, is not in the build context`,
    hint: 'Commit the file, and check that .dockerignore does not exclude it',
  };
}

function missingSecret(text: string, { app, dockerfilePath }: FailedBuild) {
  const [, id] = text.match(/^secret ([^:]+): not found/) ?? [];
  if (id === undefined) return undefined;
  return {
    code: 'build.secret',
    message: `${dockerfilePath} needs the secret ${id}, which is not set for builds of ${app}`,
    hint: [
      `dokku config:set --no-restart ${app} ${id.toUpperCase()}=…`,
      `dokku docker-options:add ${app} build "--secret id=${id},env=${id.toUpperCase()}"`,
    ],
  };
}

function failedCommand(text: string, { failed, lastWords, dockerfilePath }: FailedBuild) {
  const [, status] = text.match(/did not complete successfully: exit code: (\d+)/) ?? [];
  if (status === undefined) return undefined;
  const line = lastWords
    .find((candidate) => /^[^ ]+:\d+$/.test(candidate))
    ?.split(':')
    .at(-1);
  return {
    code: 'build.command',
    message: `${stepOf(failed)} failed with exit status ${status}${line ? ` (${dockerfilePath}, line ${line})` : ''}`,
    details: failed?.tail.slice(-20) ?? [],
    hint:
      status === '137'
        ? 'The command was killed, most likely out of memory; reduce its memory use'
        : 'Correct the command and push again. To reproduce the failure, run: docker build .',
  };
}

function stepOf(failed: FailedBuild['failed']): string {
  return failed?.name.replace(/^\[[^\]]*\] /, '') ?? 'a step';
}
