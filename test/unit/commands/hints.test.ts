import { globSync, readFileSync } from 'node:fs';
import { expect } from 'chai';
import { commandTable } from '../../../src/commands/table.ts';

describe('the way out that a message names', () => {
  it('is a command that exists', () => {
    const unknown = globSync('src/**/*.ts').flatMap((file) =>
      [...readFileSync(file, 'utf8').matchAll(/dokku (?:--\w+ )?([a-z][a-z0-9-]*(?::[a-z][a-z0-9-]*)+)/g)]
        .map(([, name]) => name!)
        .filter((name) => !Object.hasOwn(commandTable.commands, name) && !isHelp(name))
        .map((name) => `${file}: dokku ${name}`),
    );
    expect(unknown).to.deep.equal([]);
  });
});

/** `dokku apps:help` stands for `dokku help apps`. */
function isHelp(name: string): boolean {
  return name.endsWith(':help') && commandTable.topics().includes(name.slice(0, -':help'.length));
}
