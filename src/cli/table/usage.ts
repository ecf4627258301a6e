import type { Argument, Command, Flag } from './define.ts';

/** `dokku apps:clone [--skip-deploy] <old> <new>` */
export function usageLine(command: Command): string {
  return ['dokku', synopsis(command)].join(' ');
}

/** The usage line without the program's name. */
export function synopsis(command: Command): string {
  const flags = Object.entries(command.flags).map(([name, flag]) => `[${flagForm(name, flag)}]`);
  return [command.name, ...flags, ...command.args.map(argumentForm)].join(' ');
}

export function flagForm(name: string, flag: Flag): string {
  const long = flag.type === 'boolean' ? `--${name}` : `--${name} ${flag.placeholder ?? 'VALUE'}`;
  return (flag.short ? `-${flag.short}|${long}` : long) + (flag.multiple ? '…' : '');
}

export function argumentForm(argument: Argument): string {
  const name = argument.kind === 'scope' ? 'app|--global' : argument.name;
  const repeated = argument.rest ? `${name}…` : name;
  return argument.optional ? `[${repeated}]` : `<${repeated}>`;
}
