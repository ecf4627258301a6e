import { globSync, readFileSync } from 'node:fs';
import { expect } from 'chai';
import { parseInvocation } from '../../../src/cli/invoke/execute.ts';
import { commandTable } from '../../../src/commands/table.ts';
import { Failure } from '../../../src/core/failure.ts';
import { expressionsOf, literalsOf } from './literals.ts';

/** A dokku command in a message. */
interface Hint {
  place: string;
  words: string[];
  /** The message asks the reader to run exactly this command: `… with: dokku apps:list`. */
  isAdvice: boolean;
}

/** Stands for the value of an expression; together with `…`, for any number of words. */
const someWord = 'some-value';
const someWords = '…';

const hints = globSync('src/**/*.ts')
  .sort()
  .flatMap((file) =>
    literalsOf(readFileSync(file, 'utf8')).flatMap(({ line, text }) => hintsIn(`${file}:${line}`, text)),
  );

function hintsIn(place: string, text: string): Hint[] {
  const plain = withoutExpressions(text);
  return [...plain.matchAll(/(?<before>.{0,2})\bdokku(?:@host|@<host>)? (?<rest>'?(?:--\w+ )*[a-z].*)/g)]
    .flatMap(({ groups }) => {
      const { before, rest } = groups as { before: string; rest: string };
      return { before, rest: before.startsWith('@') ? '' : rest };
    })
    .flatMap(({ before, rest }) => {
      const inner = rest.slice(1).search(/\bdokku(?:@host)? /);
      const own = inner === -1 ? rest : rest.slice(0, inner);
      const later = inner === -1 ? [] : hintsIn(place, rest.slice(inner));
      const words = wordsOf(own);
      const name = words.find((word) => !word.startsWith('-')) ?? '';
      // `git remote add dokku dokku@host:app` contains the name of a remote, `dokku version 1.2` the name of the
      // program.
      const isCommand =
        !/[@[]/.test(name) &&
        !name.includes(someWord) &&
        name !== 'version' &&
        (name.includes(':') || Object.hasOwn(commandTable.commands, name));
      return [...(isCommand ? [{ place, words, isAdvice: before === ': ' }] : []), ...later];
    });
}

function withoutExpressions(text: string): string {
  let plain = '';
  let end = 0;
  for (const { from, to } of expressionsOf(text)) {
    plain += text.slice(end, from - 2) + (/\.join\(' '\)$/.test(text.slice(from, to)) ? someWords : someWord);
    end = to + 1;
  }
  return plain + text.slice(end);
}

/** Returns the words up to the end of the command, where the sentence continues. */
function wordsOf(text: string): string[] {
  const words: string[] = [];
  for (const [token] of text.matchAll(/(?:<[a-z][^>]*>|"[^"]*"|[^\s"])+/g)) {
    if (/^(?:[·|>&<]+|\(.*|2>)$/.test(token)) break;
    const word = token.replace(/(?<!…)[),.;:'\]]+$/, '');
    if (word !== '') words.push(word.replaceAll('"', '').replace(/^'/, ''));
    if (word !== token) break;
  }
  return words;
}

async function problemOf({ words, isAdvice }: Hint): Promise<string | undefined> {
  const isOpen = words.some((word) => word.endsWith(someWords));
  try {
    const { command, input } = await parseInvocation(
      commandTable,
      words.filter((word) => word !== someWords),
    );
    if (command.name === 'help') return problemOfTopic(input.args.command as string | undefined);
    if (input.warning) return `is in an older form: ${input.warning}`;
    if (!isOpen && Object.hasOwn(command.flags, 'password-stdin') && !input.flags['password-stdin'])
      return 'does not read the password from standard input';
    if (input.args.password !== undefined) return 'shows the password to whoever lists the processes';
    return undefined;
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    const isMention = !isAdvice && words.length === 1;
    if (error.code === 'usage.missing-argument' && (isOpen || isMention)) return undefined;
    // The test does not know the value itself.
    if (error.message.includes(`it is "${someWord}"`)) return undefined;
    return error.message;
  }
}

function problemOfTopic(name: string | undefined): string | undefined {
  const known = name === undefined || name.includes(someWord) || name.includes('<');
  if (known || Object.hasOwn(commandTable.commands, name) || commandTable.topics().includes(name))
    return undefined;
  return `there is no help on ${name}`;
}

describe('a command that a message names', () => {
  it('can be typed, with its arguments and flags', async () => {
    const wrong: string[] = [];
    for (const hint of hints) {
      const problem = await problemOf(hint);
      if (problem) wrong.push(`${hint.place}: dokku ${hint.words.join(' ')}: ${problem}`);
    }
    if (wrong.length > 0) expect.fail(`\n${wrong.join('\n')}`);
  });

  it('is found in messages, in help and over SSH', () => {
    const found = hints.map(({ words }) => words.join(' '));
    expect(found).to.include(`apps:create ${someWord}`);
    expect(found).to.include('config:import <app> -');
    expect(hints.length).to.be.greaterThan(300);
  });
});
