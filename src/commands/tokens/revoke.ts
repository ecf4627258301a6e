import { command } from '../../cli/table/define.ts';
import { Failure } from '../../core/failure.ts';

export default command({
  name: 'tokens:revoke',
  summary: 'Make a token worthless at once',
  args: [{ name: 'id', summary: 'As tokens:list shows it', kind: 'text' }],
  flags: {},
  role: 'admin',
  examples: [{ command: 'dokku tokens:revoke 9f3c01aa', summary: 'Revoke one token' }],
  run({ store, out }, { args }) {
    if (!store.tokens.revoke(args.id)) {
      throw new Failure(`There is no token ${args.id}`, {
        code: 'tokens.missing',
        hint: 'List them with: dokku tokens:list',
      });
    }
    out.step(`Revoked token ${args.id}`);
  },
});
