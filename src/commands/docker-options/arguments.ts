import { appArgument, type Flag } from '../../cli/table/define.ts';

/** What `add` and `remove` take. */
export const optionArguments = [
  appArgument,
  { name: 'phases', summary: 'Phases, separated by commas: build, deploy, run', kind: 'text' },
  { name: 'options', summary: 'Options as Docker takes them', kind: 'text', rest: true },
] as const;

export const processFlag = {
  type: 'string',
  summary: 'Process type, for the phase deploy; every process without it',
  multiple: true,
  placeholder: 'PROCESS',
} as const satisfies Flag;
