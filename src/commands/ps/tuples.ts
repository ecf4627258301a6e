import { Failure } from '../../core/failure.ts';
import { isDnsLabel } from '../../core/kubernetes-names.ts';

/** More pods of one process type than any cluster runs: a larger number is a typing error. */
const maxPodsPerProcess = 10_000;

/** Quantities from words of the form `process=quantity`. The failure lists every invalid word. */
export function parseTuples(words: readonly string[]): Record<string, number> {
  const quantities: Record<string, number> = {};
  const problems: string[] = [];
  for (const word of words) {
    const [, process, quantity] = /^([^=]+)=(.*)$/.exec(word) ?? [];
    if (process === undefined) problems.push(`${word} is not of the form process=quantity`);
    else if (!isDnsLabel(process)) problems.push(`"${process}" is not a valid process type`);
    else if (!/^\d{1,9}$/.test(quantity!) || Number(quantity) > maxPodsPerProcess)
      problems.push(
        `The quantity of ${process} must be a whole number from 0 to ${maxPodsPerProcess}; got "${quantity}"`,
      );
    else if (Object.hasOwn(quantities, process) && quantities[process] !== Number(quantity))
      problems.push(`${process} has two quantities, ${quantities[process]} and ${quantity}`);
    else quantities[process] = Number(quantity);
  }
  if (problems.length === 0) return quantities;
  throw new Failure('Invalid scale; nothing was changed', {
    code: 'ps.scale',
    details: problems,
    hint: 'For example: dokku ps:scale <app> web=2 worker=1',
  });
}
