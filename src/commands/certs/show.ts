import { appArgument, command } from '../../cli/table/define.ts';
import { Failure } from '../../core/failure.ts';
import { readCertificate } from '../../release/tls/tls-secret.ts';

export default command({
  name: 'certs:show',
  summary: 'Print the certificate or the key that was imported for an app',
  args: [appArgument, { name: 'part', summary: 'crt or key', kind: 'text' }],
  flags: {},
  role: 'admin',
  examples: [{ command: 'dokku certs:show my-app crt', summary: 'Print the certificate with its chain' }],
  run({ store, out }, { args: { app, part } }) {
    if (part !== 'crt' && part !== 'key')
      throw new Failure(`There is no part "${part}" of a certificate: say crt or key`, {
        code: 'usage.value',
      });
    const pair = readCertificate(store, app);
    if (!pair) {
      throw new Failure(`No certificate was imported for ${app}`, {
        code: 'certs.none',
        hint: `Import one: tar -cf - server.crt server.key | dokku certs:add ${app}`,
      });
    }
    out.revealRaw(part === 'crt' ? pair.certificate : pair.key);
  },
});
