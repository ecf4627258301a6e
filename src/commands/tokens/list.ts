import { columns } from '../../cli/parts/table-text.ts';
import { command, formatFlag } from '../../cli/table/define.ts';

export default command({
  name: 'tokens:list',
  summary: 'List tokens without their secrets',
  args: [{ name: 'user', summary: 'Only tokens of this user', kind: 'text', optional: true }],
  flags: { format: formatFlag },
  role: 'admin',
  examples: [
    { command: 'dokku tokens:list alice', summary: 'List the tokens of alice with expiry and last use' },
  ],
  run({ store, out }, { args, flags }) {
    const tokens = store.tokens.list(args.user);
    if (flags.format === 'json') {
      return out.json(
        tokens.map(({ id, user, description, createdAt, expiresAt, lastUsedAt }) => ({
          id,
          user,
          description,
          created_at: iso(createdAt),
          expires_at: iso(expiresAt),
          last_used_at: iso(lastUsedAt),
        })),
      );
    }
    if (tokens.length === 0) return out.warn('No tokens yet. Create one: dokku tokens:create <user>');
    const rows = tokens.map((token) => [
      token.id,
      token.user,
      iso(token.createdAt)!,
      token.expiresAt !== undefined && token.expiresAt <= Date.now()
        ? 'expired'
        : (iso(token.expiresAt) ?? 'never'),
      iso(token.lastUsedAt) ?? 'never',
      token.description,
    ]);
    for (const line of columns([['ID', 'User', 'Created', 'Expires', 'Last used', 'Description'], ...rows]))
      out.line(line);
  },
});

function iso(time: number | undefined): string | undefined {
  return time === undefined ? undefined : `${new Date(time).toISOString().slice(0, 19)}Z`;
}
