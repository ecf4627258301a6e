import { chownSync, mkdirSync } from 'node:fs';
import { command } from '../../cli/table/define.ts';
import { Failure } from '../../core/failure.ts';
import { ownerOf } from '../../storage/entry/owner.ts';
import { defaultPath } from './fields.ts';

export default command({
  name: 'storage:ensure-directory',
  summary: 'Deprecated: make a folder on the server',
  args: [{ name: 'directory', summary: 'Name of the folder', kind: 'text' }],
  flags: {
    chown: { type: 'string', summary: 'Owner of the folder', default: 'herokuish', placeholder: 'OWNER' },
  },
  role: 'admin',
  examples: [
    {
      command: 'dokku storage:ensure-directory old-data',
      summary: 'Make the folder of a script that still does so',
    },
  ],
  run(context, { args, flags }) {
    const { out } = context;
    out.warn('storage:ensure-directory is deprecated: a folder of the server is no storage of the cluster');
    out.warn(`Use instead: dokku storage:create ${args.directory.toLowerCase()} --size 1Gi`);
    if (!/^[A-Za-z0-9_-]+$/.test(args.directory))
      throw new Failure(`"${args.directory}" has other characters than letters, digits, - and _`, {
        code: 'usage',
      });
    const owner = ownerOf(flags.chown);
    if (owner === 'invalid') throw new Failure(`--chown "${flags.chown}" is no owner`, { code: 'usage' });
    const path = defaultPath(context, args.directory);
    out.step(`Ensuring ${path} exists`);
    mkdirSync(path, { recursive: true, mode: 0o755 });
    if (owner !== undefined) {
      out.detail(`Setting directory ownership to ${owner}:${owner}`);
      chownSync(path, owner, owner);
    }
    out.detail('Directory ready for mounting');
  },
});
