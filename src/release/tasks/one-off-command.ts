import { posix } from 'node:path';
import type { ImageKind } from '../../build/types.ts';
import { variableName } from '../../core/names.ts';
import { withLauncher } from '../process/command.ts';
import { escapeWord } from '../process/shell-words.ts';
import type { ContainerCommand } from '../types.ts';

/** The words of a one-off command as the command of a container. `variables` are the names that the kubelet replaces. */
export function oneOffCommand(
  kind: ImageKind,
  words: readonly string[],
  variables: ReadonlySet<string>,
): ContainerCommand {
  // The variables of a script belong to its shell.
  const args = isShellScript(words) ? words.map(escapeWord) : words.map((word) => expand(word, variables));
  return kind === 'herokuish' ? { command: ['/exec'], args } : withLauncher(kind, args);
}

/** Replaces the entrypoint of the image; undefined keeps it, and an empty list runs the command alone. */
export function withEntrypoint(
  { command, args }: ContainerCommand,
  entrypoint: readonly string[] | undefined,
): ContainerCommand {
  if (!entrypoint) return { command, args };
  return entrypoint.length > 0 ? { command: [...entrypoint], args } : { command: args, args: [] };
}

const shells = new Set(['sh', 'ash', 'bash', 'dash', 'ksh', 'zsh']);

function isShellScript([program = '', ...rest]: readonly string[]): boolean {
  return shells.has(posix.basename(program)) && rest.some((word) => /^-[a-z]*c[a-z]*$/.test(word));
}

const variable = new RegExp(
  `\\$(?:(${variableName})|\\{(${variableName})\\}|\\((${variableName})\\))|\\$`,
  'g',
);

function expand(word: string, variables: ReadonlySet<string>): string {
  return word.replace(variable, (whole, plain?: string, braced?: string, kubernetes?: string) => {
    const name = plain ?? braced ?? kubernetes;
    return name !== undefined && variables.has(name) ? `$(${name})` : whole.replaceAll('$', '$$$$');
  });
}
