import { tooLong } from '../../appspec/schema/values.ts';
import type { ImageKind } from '../../build/types.ts';
import { fitsArgument } from '../../core/limits.ts';
import { variableName } from '../../core/names.ts';
import { looksSecret } from '../../core/redact.ts';
import type { ResolveContext } from '../context.ts';
import type { ContainerSpec } from '../types.ts';
import { splitShellWords } from './shell-words.ts';

type ContainerCommand = Pick<ContainerSpec, 'command' | 'args'>;

/** Returns the command of a process; empty for the image's own command. */
export function startCommand(
  context: ResolveContext,
  process: string,
  port: number | undefined,
): ContainerCommand {
  const { app, image } = context.input;
  if (image.kind === 'herokuish') return { command: [], args: ['/start', process] };
  const { text, property } = commandText(context, process);
  const refuse = (problem: string) => {
    const what = `The command of ${process} ${problem}: ${shortened(text)}`;
    if (property) context.problem(what, `ps:set ${app} ${property} "sh -c '…'"`);
    else context.sourceProblem(what, "write it as sh -c '…' in the Procfile");
  };
  return withLauncher(image.kind, words(context, process, text, port, refuse));
}

/** Returns the command of a cron task. */
export function taskCommand(context: ResolveContext, text: string): ContainerCommand {
  const args = words(context, 'a cron task', text, undefined, (problem) =>
    context.sourceProblem(
      `The command of a cron task ${problem}: ${shortened(text)}`,
      "write it as sh -c '…' in app.json",
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
  whose: string,
  text: string,
  port: number | undefined,
  refuse: (problem: string) => void,
): string[] {
  if (!fitsArgument(text)) {
    refuse(tooLong);
    return [];
  }
  const result = splitShellWords(text, lookupIn(context, port));
  if ('problem' in result) {
    refuse(result.problem);
    return [];
  }
  const assignment = result.words[0]?.match(assignmentStart)?.[0];
  if (assignment) {
    context.warn(
      `The command of ${whose} begins with ${assignment}…, but no shell runs the command: use dokku config:set`,
    );
  }
  return result.words;
}

/** `NAME=` at the beginning of a command, which only a shell would read as an assignment. */
const assignmentStart = new RegExp(`^${variableName}=`);

function shortened(text: string): string {
  return text.length > 100 ? `${text.slice(0, 100)}…` : text;
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
