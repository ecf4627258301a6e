import childProcess, { ChildProcess } from 'node:child_process';
import { appendFileSync } from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import { DatabaseSync, StatementSync } from 'node:sqlite';

// This module is loaded into each process of a counted installation before the process's own code. It appends one line
// per SQL statement, child process and start of the program to the file `DOKKU_COUNT_FILE`. The program itself is
// unchanged.

type Method = (this: unknown, ...args: unknown[]) => unknown;

const note = (kind: string, what: string) =>
  appendFileSync(process.env.DOKKU_COUNT_FILE!, `${kind}\t${what.replaceAll(/\s+/g, ' ')}\n`);

function countCalls(prototype: object, name: string, describe: (self: unknown, args: unknown[]) => string[]) {
  const methods = prototype as Record<string, Method>;
  const original = methods[name]!;
  methods[name] = function (...args) {
    for (const each of describe(this, args)) note(name === 'spawn' ? 'child' : 'sql', each);
    return original.apply(this, args);
  };
}

note('start', process.argv.slice(2).join(' '));
for (const name of ['all', 'get', 'run', 'iterate'])
  countCalls(StatementSync.prototype, name, (statement) => [(statement as StatementSync).sourceSQL]);
countCalls(DatabaseSync.prototype, 'exec', (_, [sql]) =>
  String(sql)
    .split(';')
    .filter((each) => each.trim()),
);
countCalls(ChildProcess.prototype, 'spawn', (_, [options]) => [
  (options as { args: string[] }).args.join(' '),
]);
const { spawnSync } = childProcess;
childProcess.spawnSync = ((...args: Parameters<typeof spawnSync>) => {
  note('child', String(args[0]));
  return spawnSync(...args);
}) as typeof spawnSync;
syncBuiltinESMExports();
