import { tooLong } from '../../appspec/schema/values.ts';
import type { ImageKind } from '../../build/types.ts';
import { fitsArgument } from '../../core/limits.ts';
import { looksSecret } from '../../core/secrets/secrets-of.ts';
import { shellWord } from '../../core/shell-word.ts';
import type { ResolveContext } from '../context.ts';
import type { ContainerCommand } from '../types.ts';
import { splitShellWords } from './shell-words.ts';

/** Limit of a command in messages, in characters. */
const maxShownLength = 200;

/** Why a command cannot start without a shell, and the form that a shell runs; undefined if no form helps. */
interface Refusal {
  problem: string;
  form: string | undefined;
}

/** Returns the command of a process; empty for the image's own command. */
export function startCommand(
  context: ResolveContext,
  process: string,
  port: number | undefined,
): ContainerCommand {
  const { app, image } = context.input;
  if (image.kind === 'herokuish') return { command: [], args: ['/start', process] };
  const { text, property } = commandText(context, process);
  const refuse = ({ problem, form }: Refusal) => {
    const what = `The command of ${process} ${problem}: ${shortened(text)}`;
    if (property) context.problem(what, `ps:set ${app} ${property} ${form ? shellWord(form) : '<command>'}`);
    else
      context.sourceProblem(
        what,
        form ? `write in the Procfile: ${process}: ${form}` : 'correct the command in the Procfile',
      );
  };
  return withLauncher(image.kind, words(context, text, port, refuse));
}

/** Returns the command of a task: of a cron task, or of a task of the deploy. `file` is the file with the command. */
export function taskCommand(
  context: ResolveContext,
  text: string,
  whose: string,
  file: string,
): ContainerCommand {
  const args = words(context, text, undefined, ({ problem, form }) =>
    context.sourceProblem(
      `The command of ${whose} ${problem}: ${shortened(text)}`,
      form
        ? `write in ${file}: ${file === 'app.json' ? JSON.stringify(form) : form}`
        : `correct the command in ${file}`,
    ),
  );
  return context.input.image.kind === 'herokuish'
    ? { command: ['/exec'], args }
    : withLauncher(context.input.image.kind, args);
}

/** Adds the launcher of a buildpack image, which sets up the environment of the image's layers. */
export function withLauncher(kind: ImageKind, args: string[]): ContainerCommand {
  if (kind === 'pack') return { command: args.length ? ['launcher'] : [], args };
  return { command: [], args };
}

function words(
  context: ResolveContext,
  text: string,
  port: number | undefined,
  refuse: (refusal: Refusal) => void,
): string[] {
  if (!fitsArgument(text)) {
    refuse({ problem: tooLong, form: undefined });
    return [];
  }
  const result = splitShellWords(text, lookupIn(context, port));
  if ('words' in result) return result.words;
  const { problem, needsShell } = result;
  if (needsShell) refuse({ problem: `${problem}, but no shell runs the command`, form: inShell(text) });
  else refuse({ problem, form: undefined });
  return [];
}

/** The command that starts a shell for a text, as it is written in a Procfile. */
function inShell(text: string): string {
  return text.length > maxShownLength ? "sh -c '…'" : `sh -c ${shellWord(text.trim())}`;
}

function shortened(text: string): string {
  return text.length > maxShownLength ? `${text.slice(0, maxShownLength)}…` : text;
}

/** Returns the command and its property of `ps:set`. A command from the Procfile has no property. */
function commandText({ input: { appSpec, image, settings } }: ResolveContext, process: string) {
  if (image.kind === 'dockerfile' && settings.dockerfileStartCommand) {
    return { text: settings.dockerfileStartCommand, property: 'dockerfile-start-cmd' };
  }
  if (settings.startCommand) return { text: settings.startCommand, property: 'start-cmd' };
  return { text: appSpec.procfile[process] ?? '', property: undefined };
}

function lookupIn({ input: { config } }: ResolveContext, port: number | undefined) {
  return (name: string) => {
    if (name === 'PORT' && port !== undefined) return { value: String(port), inline: true };
    const value = Object.hasOwn(config, name) ? config[name] : undefined;
    return value === undefined ? undefined : { value, secret: looksSecret(name, value) };
  };
}
