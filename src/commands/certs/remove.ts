import { Failure } from '../../core/failure.ts';
import { certificatePlugin } from '../../release/tls-secret.ts';
import { appArgument, command } from '../define.ts';
import { restartIfRunning } from '../restart.ts';

export default command({
  name: 'certs:remove',
  summary: 'Forget the certificate that was imported for an app',
  description: 'The app is then served with a certificate of its issuer, or without HTTPS when it has none.',
  args: [appArgument],
  flags: {},
  role: 'admin',
  examples: [{ command: 'dokku certs:remove my-app', summary: 'Go back to the issuer, or to plain HTTP' }],
  async run(context, { args: { app } }) {
    const { secrets } = context.store;
    const keys = secrets.keys(app, certificatePlugin);
    if (keys.length === 0) {
      throw new Failure(`No certificate was imported for ${app}`, {
        code: 'certs.none',
        hint: `See what it is served with: dokku certs:report ${app}`,
      });
    }
    secrets.unset(app, certificatePlugin, keys);
    context.out.step(`Removing the certificate of ${app}`);
    await restartIfRunning(context, app, 'Remove certificate');
  },
});
