import { appArgument, command } from '../../cli/table/define.ts';
import { Failure } from '../../core/failure.ts';
import { readCertificate } from '../../release/settings/read-certificate.ts';

export default command({
  name: 'certs:show',
  summary: 'Print the imported certificate or key of an app',
  args: [appArgument, { name: 'part', summary: 'crt or key', kind: 'text' }],
  flags: {},
  role: 'admin',
  examples: [{ command: 'dokku certs:show my-app crt', summary: 'Print the certificate with its chain' }],
  run({ store, out }, { args: { app, part } }) {
    if (part !== 'crt' && part !== 'key')
      throw new Failure(`"${part}" is not a part of a certificate; must be crt or key`, {
        code: 'usage.value',
      });
    const pair = readCertificate(store, app);
    if (!pair) {
      throw new Failure(`No certificate was imported for ${app}`, {
        code: 'certs.none',
        hint: `Import a certificate with: tar -cf - server.crt server.key | dokku certs:add ${app}`,
      });
    }
    out.printUnredactedRaw(part === 'crt' ? pair.certificate : pair.key);
  },
});
