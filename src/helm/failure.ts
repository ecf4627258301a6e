import { Failure } from '../core/failure.ts';
import { type ExecFailure, lastLines } from '../exec/failure.ts';

/** Helm's error as a Failure with the next step. An unknown error keeps Helm's own words. */
export function helmFailure(cause: ExecFailure): Failure {
  if (cause.outcome.timedOut) {
    return new Failure('Helm got no answer from the cluster in time', {
      code: 'helm.timeout',
      hint: 'Check that the API server answers, and deploy again: a stuck release is repaired first',
      cause,
    });
  }
  if (cause.outcome.exitCode === undefined) return cause;
  const text = errorText(cause.outcome.stderr);
  for (const { pattern, failure } of knownErrors) {
    const match = text.match(pattern);
    if (match) return failure(match, text, cause);
  }
  return new Failure(`Helm failed: ${firstSentence(text)}`, {
    code: 'helm.failed',
    details: lastLines(text, 20).slice(1),
    cause,
  });
}

interface KnownError {
  pattern: RegExp;
  failure(match: RegExpMatchArray, text: string, cause: ExecFailure): Failure;
}

const knownErrors: KnownError[] = [
  {
    pattern:
      /(\w+) "([^"]+)" in namespace "([^"]*)" exists and cannot be imported[\s\S]*invalid ownership metadata/,
    failure: ([, kind, name, namespace], _text, cause) =>
      new Failure(
        `${kind} ${name} in namespace ${namespace} already exists and is not owned by this release`,
        {
          code: 'helm.ownership',
          hint: [
            `Show the owner with: kubectl --namespace ${namespace} describe ${kind!.toLowerCase()} ${name}`,
            'Rename the app or the process type, or delete the object, and deploy again',
          ],
          cause,
        },
      ),
  },
  {
    pattern: /another operation \(install\/upgrade\/rollback\) is in progress/,
    failure: (_match, _text, cause) =>
      new Failure('Helm reports that another operation on this release is in progress', {
        code: 'helm.pending',
        hint: 'Deploy again: a stuck release is repaired first',
        cause,
      }),
  },
  {
    pattern: /Kubernetes cluster unreachable|connection refused|i\/o timeout|no such host/i,
    failure: (_match, text, cause) =>
      new Failure('Could not reach the Kubernetes cluster', {
        code: 'kube.unreachable',
        details: lastLines(text, 3),
        hint: 'Check that the cluster runs, and check kubeconfig-path: dokku scheduler-k3s:report --global',
        cause,
      }),
  },
  {
    pattern: /field is immutable/,
    failure: (_match, text, cause) =>
      new Failure('The cluster does not allow a change of a field of an existing object', {
        code: 'helm.immutable',
        details: lastLines(text, 10),
        hint: 'Undo the change of that field, or delete the named object, and deploy again',
        cause,
      }),
  },
];

/** Helm's output without its log lines, the error last. */
function errorText(stderr: string): string {
  const lines = stderr
    .split('\n')
    .filter((line) => line.trim() !== '' && !/^(level=|time=|W\d{4}|I\d{4})/.test(line));
  return lines.join('\n').replace(/^Error: /m, '');
}

function firstSentence(text: string): string {
  return text.split('\n')[0] || 'no reason given';
}
