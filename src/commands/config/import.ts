import { isUtf8 } from 'node:buffer';
import { readFileSync } from 'node:fs';
import { buffer } from 'node:stream/consumers';
import type { Context } from '../../cli/invoke/context.ts';
import { command, scopeArgument } from '../../cli/table/define.ts';
import { Failure, messageOf } from '../../core/failure.ts';
import { changeConfig } from './change.ts';
import { parseEnvFile } from './envfile.ts';
import { checkKeys } from './pairs.ts';
import { noRestartFlag } from './scope.ts';

export default command({
  name: 'config:import',
  summary: 'Set environment variables from a file',
  args: [
    scopeArgument,
    {
      name: 'file',
      summary: 'A file on the server, or - for standard input (over SSH only that)',
      kind: 'text',
    },
  ],
  flags: {
    'no-restart': noRestartFlag,
    replace: { type: 'boolean', summary: 'Remove the variables that the file does not have' },
    format: {
      type: 'string',
      summary: 'Form of the file',
      choices: ['envfile', 'json'],
      default: 'envfile',
      placeholder: 'FORMAT',
    },
  },
  role: 'deploy',
  examples: [
    { command: 'dokku config:import my-app - < .env', summary: 'Set all variables of a .env file' },
    {
      command: 'dokku config:import my-app - --format json --replace < config.json',
      summary: 'Make the variables exactly those of a JSON object',
    },
  ],
  async run(context, { args, flags }) {
    const content = await read(context, args.file);
    const set = flags.format === 'json' ? parseJson(content) : parseEnvFile(content);
    checkKeys(Object.keys(set));
    if (Object.keys(set).length === 0)
      throw new Failure('There are no variables in it', { code: 'config.empty' });
    const unset = flags.replace
      ? Object.keys(context.store.config.all(args.scope)).filter((key) => !Object.hasOwn(set, key))
      : [];
    await changeConfig(context, { scope: args.scope, set, unset, noRestart: flags['no-restart'] });
  },
});

async function read(context: Context, file: string): Promise<string> {
  const bytes = file === '-' ? await buffer(context.streams.stdin) : readServerFile(context, file);
  if (isUtf8(bytes)) return bytes.toString('utf8');
  throw new Failure('That is not a text in UTF-8; nothing was changed', {
    code: 'config.encoding',
    hint: 'A value of arbitrary bytes can be kept in its base64 form, and decoded by the app',
  });
}

function readServerFile(context: Context, file: string): Buffer {
  if (context.actor.via !== 'local') {
    throw new Failure('Files of the server can only be read on the server itself', {
      code: 'access.local',
      hint: 'Send the file on standard input: ssh dokku@host config:import <app> - < .env',
    });
  }
  try {
    return readFileSync(file);
  } catch (error) {
    throw new Failure(`${file} cannot be read: ${messageOf(error)}`, { code: 'config.file', cause: error });
  }
}

function parseJson(content: string): Record<string, string> {
  let parsed: unknown;
  try {
    parsed = JSON.parse(content);
  } catch (error) {
    throw new Failure(`That is not JSON: ${messageOf(error)}`, { code: 'config.json', cause: error });
  }
  if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed)) throw notAnObject();
  return Object.fromEntries(
    Object.entries(parsed).map(([key, value]) => {
      if (!['string', 'number', 'boolean'].includes(typeof value)) throw notAnObject(key);
      return [key, String(value)];
    }),
  );
}

function notAnObject(key?: string): Failure {
  return new Failure(
    key === undefined ? 'The JSON must be one object of variables' : `The value of ${key} is not a string`,
    { code: 'config.json', hint: 'Write it like {"NODE_ENV": "production"}' },
  );
}
