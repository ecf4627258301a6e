import { posix } from 'node:path';
import { Failure } from '../../core/failure.ts';
import type { Output } from '../../core/output.ts';
import { shellWord } from '../../core/shell-word.ts';
import { splitShellWords } from '../../release/process/shell-words.ts';

export const entrypointFlag = {
  type: 'string',
  summary: "Program that runs the command instead of the image's entrypoint; empty: run the command itself",
  placeholder: 'PROGRAM',
} as const;

/** Returns the words of `--entrypoint`; undefined if the entrypoint of the image stays. */
export function entrypointOf(text: string | undefined): string[] | undefined {
  if (text === undefined) return undefined;
  // Kubernetes replaces each variable, which only the container knows.
  const result = splitShellWords(text, (name) => ({ value: name }));
  if ('words' in result) return result.words;
  throw new Failure(`--entrypoint ${result.problem}: ${text}`, {
    code: 'usage',
    hint: "Give a program and its arguments, like --entrypoint 'bundle exec', or --entrypoint= for none",
  });
}

/** Programs that run their arguments as a command. */
const initPrograms = new Set(['tini', 'dumb-init', 'catatonit', 'docker-init', 'init', 'env', 'exec']);

/** Whether an entrypoint looks as if it runs its arguments as a command, like `docker-entrypoint.sh` or `tini --`. */
export function runsItsArguments(entrypoint: readonly string[]): boolean {
  const words = entrypoint.filter((word) => !initPrograms.has(posix.basename(word)) && !word.startsWith('-'));
  return (
    words.length === 0 ||
    (words.length === 1 && /entrypoint|\.sh$|^launcher$/i.test(posix.basename(words[0]!)))
  );
}

/** Prints that a command became arguments of the image's own program, and how to run the command itself. */
export function hintAtEntrypoint(
  out: Output,
  entrypoint: readonly string[],
  { name, app, words }: { name: string; app: string; words: readonly string[] },
): void {
  const line = (parts: readonly string[]) => parts.map(shellWord).join(' ');
  out.warn(
    words.length > 0
      ? `The image has an entrypoint, which gets the command as its arguments: ${line([...entrypoint, ...words])}`
      : `The image has an entrypoint, which gets the shell as its argument: ${line(entrypoint)}`,
  );
  out.warn(`To run the command without the entrypoint: dokku ${name} --entrypoint= ${line([app, ...words])}`);
}
