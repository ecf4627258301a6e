import { command } from '../../cli/table/define.ts';
import { certificateArguments, certificateDescription } from './arguments.ts';
import { importPair } from './import-pair.ts';
import { readPair } from './read-pair.ts';

export default command({
  name: 'certs:add',
  summary: 'Import a certificate for an app',
  description: certificateDescription,
  args: certificateArguments,
  flags: {},
  role: 'admin',
  examples: [
    {
      command: 'tar -cf - server.crt server.key | dokku certs:add my-app',
      summary: 'Send certificate and key as an archive',
    },
    {
      command: 'dokku certs:add my-app server.crt server.key',
      summary: 'Import certificate and key from files on the server',
    },
  ],
  async run(context, { args: { app, files } }) {
    await importPair(context, app, await readPair(context, app, files));
  },
});
