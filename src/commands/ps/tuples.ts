import { Failure } from '../../core/failure.ts';
import { isDnsLabel } from '../../core/kubernetes-names.ts';

/** More pods of one process than any cluster runs: a slip of the keyboard, not a wish. */
const most = 10_000;

/** Quantities from words of the form `process=quantity`; every mistake is told. */
export function parseTuples(words: readonly string[]): Record<string, number> {
  const quantities: Record<string, number> = {};
  const problems: string[] = [];
  for (const word of words) {
    const [, process, quantity] = /^([^=]+)=(.*)$/.exec(word) ?? [];
    if (process === undefined) problems.push(`${word} is not of the form process=quantity`);
    else if (!isDnsLabel(process)) problems.push(`${process} cannot name a process`);
    else if (!/^\d{1,9}$/.test(quantity!) || Number(quantity) > most)
      problems.push(
        `The quantity of ${process} must be a whole number from 0 to ${most}; it is "${quantity}"`,
      );
    else if (Object.hasOwn(quantities, process) && quantities[process] !== Number(quantity))
      problems.push(`${process} is given two quantities, ${quantities[process]} and ${quantity}`);
    else quantities[process] = Number(quantity);
  }
  if (problems.length === 0) return quantities;
  throw new Failure('The scale cannot be taken; nothing was changed', {
    code: 'ps.scale',
    details: problems,
    hint: 'Write it like web=2 worker=1',
  });
}
