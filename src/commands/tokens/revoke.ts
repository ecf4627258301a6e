import { command } from '../../cli/table/define.ts';
import { Failure } from '../../core/failure.ts';

export default command({
  name: 'tokens:revoke',
  summary: 'Revoke a token',
  args: [{ name: 'id', summary: 'Id of the token, from tokens:list', kind: 'text' }],
  flags: {},
  role: 'admin',
  examples: [{ command: 'dokku tokens:revoke 9f3c01aa', summary: 'Revoke one token' }],
  run({ store, out }, { args }) {
    if (!store.tokens.revoke(args.id)) {
      throw new Failure(`Token ${args.id} does not exist`, {
        code: 'tokens.missing',
        hint: 'List the tokens: dokku tokens:list',
      });
    }
    out.step(`Revoked token ${args.id}`);
  },
});
