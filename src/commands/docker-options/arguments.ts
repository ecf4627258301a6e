import { appArgument, type Flag } from '../../cli/table/define.ts';

/** The arguments of `add` and `remove`. */
export const optionArguments = [
  appArgument,
  { name: 'phases', summary: 'Phases, separated by commas: build, deploy, run', kind: 'text' },
  { name: 'options', summary: 'Options in the form of docker', kind: 'text', rest: true },
] as const;

export const deployProcessFlag = {
  type: 'string',
  summary: 'Process type, only for the phase deploy (default: all processes)',
  multiple: true,
  placeholder: 'PROCESS',
} as const satisfies Flag;
