import { newToken } from '../../access/token.ts';
import { isUser } from '../../access/users.ts';
import { command } from '../../cli/table/define.ts';
import { parseDuration } from '../../core/clock.ts';
import { Failure } from '../../core/failure.ts';
import { randomHex } from '../../core/ids.ts';

export default command({
  name: 'tokens:create',
  summary: 'Create a token for Git over HTTP',
  description:
    'Prints the token once and stores its hash. In Git, enter the name of the user as user name and the token as password. A token has the rights of its user.',
  args: [{ name: 'user', summary: 'Owner of the token', kind: 'text' }],
  flags: {
    description: { type: 'string', summary: 'Purpose of the token', default: '', placeholder: 'TEXT' },
    expires: {
      type: 'string',
      summary: 'Lifetime of the token, such as 720h (default: no expiry)',
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
      summary: 'Create a token for 90 days',
    },
  ],
  run({ store, out }, { args, flags }) {
    if (!isUser(store, args.user)) {
      throw new Failure(`User ${args.user} does not exist`, {
        code: 'access.no-user',
        hint: `Create the user by granting a role: dokku access:grant ${args.user} deploy <app>`,
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
  throw new Failure(`--expires must be a duration; got "${text}"`, {
    code: 'usage',
    hint: 'Use hours, minutes or seconds, such as 720h, 30m or 3600',
  });
}
