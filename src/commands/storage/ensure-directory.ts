import { chownSync, mkdirSync } from 'node:fs';
import { command } from '../../cli/table/define.ts';
import { Failure } from '../../core/failure.ts';
import { ownerOf } from '../../storage/entry/owner.ts';
import { defaultPath } from './fields.ts';

export default command({
  name: 'storage:ensure-directory',
  summary: 'Deprecated: create a folder on the server',
  args: [{ name: 'directory', summary: 'Name of the folder', kind: 'text' }],
  flags: {
    chown: { type: 'string', summary: 'Owner of the folder', default: 'herokuish', placeholder: 'OWNER' },
  },
  role: 'admin',
  examples: [
    {
      command: 'dokku storage:ensure-directory old-data',
      summary: 'Create the folder for a script written for Dokku',
    },
  ],
  run(context, { args, flags }) {
    const { out } = context;
    out.warn('storage:ensure-directory is deprecated: pods do not mount folders of the server');
    out.warn(`Use instead: dokku storage:create ${args.directory.toLowerCase()} --size 1Gi`);
    if (!/^[A-Za-z0-9_-]+$/.test(args.directory))
      throw new Failure(`"${args.directory}" is not a valid folder name; use letters, digits, - and _`, {
        code: 'usage',
      });
    const owner = ownerOf(flags.chown);
    if (owner === 'invalid')
      throw new Failure(
        `--chown "${flags.chown}" is not a valid owner (herokuish, heroku, paketo, root, false or a uid)`,
        { code: 'usage' },
      );
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
