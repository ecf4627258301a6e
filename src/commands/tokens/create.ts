import { newToken } from '../../access/token.ts';
import { isUser } from '../../access/users.ts';
import { command } from '../../cli/table/define.ts';
import { parseDuration } from '../../core/clock.ts';
import { Failure } from '../../core/failure.ts';
import { randomHex } from '../../core/ids.ts';

export default command({
  name: 'tokens:create',
  summary: 'Make a password for Git over HTTP',
  description:
    'The token is shown once and stored as a hash. It may do over HTTP what its user may do over SSH; the user name to give to Git is the name of the user.',
  args: [{ name: 'user', summary: 'Whose token it is', kind: 'text' }],
  flags: {
    description: { type: 'string', summary: 'What it is for', default: '', placeholder: 'TEXT' },
    expires: {
      type: 'string',
      summary: 'How long it is valid, such as 720h; for ever without it',
      placeholder: 'DURATION',
    },
    format: {
      type: 'string',
      summary: 'Output format',
      choices: ['stdout', 'json'],
      default: 'stdout',
      placeholder: 'FORMAT',
    },
  },
  role: 'admin',
  examples: [
    {
      command: 'dokku tokens:create ci --description "GitHub Actions" --expires 2160h',
      summary: 'A token for 90 days',
    },
  ],
  run({ store, out }, { args, flags }) {
    if (!isUser(store, args.user)) {
      throw new Failure(`There is no user ${args.user}`, {
        code: 'access.no-user',
        hint: `Make one by giving a role: dokku access:grant ${args.user} deploy <app>`,
      });
    }
    const { token, hash } = newToken();
    const id = randomHex(4);
    const expiresAt = expiryOf(flags.expires);
    store.tokens.add({ id, user: args.user, description: flags.description, expiresAt }, hash);
    if (flags.format === 'json') return out.json({ id, user: args.user, token });
    out.printUnredacted(token);
  },
});

function expiryOf(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const duration = parseDuration(text);
  if (duration) return Date.now() + duration;
  throw new Failure(`--expires must be a duration, it is "${text}"`, {
    code: 'usage',
    hint: 'Write hours, minutes or seconds, such as 720h, 30m or 3600',
  });
}
