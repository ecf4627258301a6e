import { isUtf8 } from 'node:buffer';
import { readFileSync } from 'node:fs';
import { buffer } from 'node:stream/consumers';
import type { Context } from '../../cli/invoke/context.ts';
import { noWaitFlag } from '../../cli/parts/restart.ts';
import { command, scopeArgument } from '../../cli/table/define.ts';
import { Failure, messageOf } from '../../core/failure.ts';
import { changeConfig } from './change.ts';
import { parseEnvFile } from './envfile.ts';
import { checkValues } from './pairs.ts';
import { noRestartFlag } from './scope.ts';

export default command({
  name: 'config:import',
  summary: 'Set config vars from a file',
  args: [
    scopeArgument,
    {
      name: 'file',
      summary: 'File on the server, or - for standard input (over SSH only -)',
      kind: 'text',
    },
  ],
  flags: {
    'no-restart': noRestartFlag,
    'no-wait': noWaitFlag,
    replace: { type: 'boolean', summary: 'Remove config vars that are not in the file' },
    format: {
      type: 'string',
      summary: 'Format of the file',
      choices: ['envfile', 'json'],
      default: 'envfile',
      placeholder: 'FORMAT',
    },
  },
  role: 'deploy',
  examples: [
    { command: 'dokku config:import my-app - < .env', summary: 'Set the config vars of a .env file' },
    {
      command: 'dokku config:import my-app - --format json --replace < config.json',
      summary: 'Replace all config vars by those of a JSON object',
    },
  ],
  async run(context, { args, flags }) {
    const content = await read(context, args.file);
    const set = flags.format === 'json' ? parseJson(content) : parseEnvFile(content);
    checkValues(set);
    if (Object.keys(set).length === 0)
      throw new Failure('The input contains no config vars', { code: 'config.empty' });
    const unset = flags.replace
      ? Object.keys(context.store.config.all(args.scope)).filter((key) => !Object.hasOwn(set, key))
      : [];
    await changeConfig(context, {
      scope: args.scope,
      set,
      unset,
      noRestart: flags['no-restart'],
      noWait: flags['no-wait'],
    });
  },
});

async function read(context: Context, file: string): Promise<string> {
  const bytes = file === '-' ? await buffer(context.streams.stdin) : readServerFile(context, file);
  // Editors and shells of Windows put a byte-order mark before the text, PowerShell also writes UTF-16.
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return new TextDecoder('utf-16le').decode(bytes);
  if (isUtf8(bytes)) return new TextDecoder('utf-8').decode(bytes);
  throw new Failure('The input is not valid UTF-8; nothing was changed', {
    code: 'config.encoding',
    hint: 'Encode binary values in base64 and decode them in the app',
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
    throw new Failure(`Could not read ${file}: ${messageOf(error)}`, { code: 'config.file', cause: error });
  }
}

function parseJson(content: string): Record<string, string> {
  let parsed: unknown;
  try {
    parsed = JSON.parse(content);
  } catch (error) {
    throw new Failure(`The input is not valid JSON: ${messageOf(error)}`, {
      code: 'config.json',
      cause: error,
    });
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
    key === undefined
      ? 'The JSON must be an object of names and values'
      : `The value of ${key} is not a string`,
    { code: 'config.json', hint: 'For example: {"NODE_ENV": "production"}' },
  );
}
