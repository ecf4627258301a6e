import { hasLabelForm, maxLabelLength } from '../core/kubernetes-names.ts';
import { fitsArgument } from '../core/limits.ts';
import type { Findings } from './findings.ts';
import { unreserved } from './names.ts';
import { tooLong } from './schema/values.ts';

/**
 * Parses a Procfile into commands by process type, in order. Lines are `type: command`; `#` and `//` begin a comment
 * line.
 */
export function readProcfile(text: string, file: string, findings: Findings): Record<string, string> {
  const commands = new Map<string, string>();
  for (const [index, raw] of text.split(/\r?\n/).entries()) {
    const line = raw.trim();
    if (line === '' || line.startsWith('#') || line.startsWith('//')) continue;
    const number = index + 1;
    const refuse = (what: string) => findings.mistake(`${file}:${number}`, what, { line: number });
    const match = line.match(/^([A-Za-z0-9_-]+)\s*:\s*(.*)$/);
    if (!match) {
      refuse('must be of the form "type: command"');
      continue;
    }
    const [, type, command] = match as unknown as [string, string, string];
    if (command === '') refuse(`process type ${type} has no command`);
    else if (command.includes('\0')) refuse(`the command of ${type} contains a NUL character`);
    else if (!fitsArgument(command)) refuse(`the command of ${type} ${tooLong}`);
    else if (commands.has(type)) refuse(`process type ${type} was already given above`);
    else if (checkedType(type, refuse)) commands.set(type, command);
  }
  return Object.fromEntries(commands);
}

function checkedType(type: string, refuse: (what: string) => void): boolean {
  if (type.length > maxLabelLength) {
    refuse(`process type ${type.slice(0, 20)}… is longer than ${maxLabelLength} characters`);
    return false;
  }
  if (hasLabelForm(type)) return true;
  const proposal = type
    .toLowerCase()
    .replaceAll('_', '-')
    .replace(/^-+|-+$/g, '');
  refuse(
    `process type ${type} cannot be a Kubernetes name: use lower-case letters, digits and dashes${proposal ? `, e.g. ${unreserved(proposal)}` : ''}`,
  );
  return false;
}
