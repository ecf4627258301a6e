import type { Context } from '../../cli/invoke/context.ts';
import { isRunning, refuseIfBusy, restartIfRunning } from '../../cli/parts/restart.ts';
import { appArgument, command } from '../../cli/table/define.ts';
import { Failure } from '../../core/failure.ts';
import { certificatePlugin, tlsSecretName } from '../../release/tls/tls-secret.ts';

export default command({
  name: 'certs:remove',
  summary: 'Remove the imported certificate of an app',
  description: 'The app then uses a certificate from its issuer, or plain HTTP if it has no issuer.',
  args: [appArgument],
  flags: {},
  role: 'admin',
  examples: [{ command: 'dokku certs:remove my-app', summary: 'Use the issuer or plain HTTP again' }],
  async run(context, { args: { app } }) {
    const { secrets } = context.store;
    const keys = secrets.keys(app, certificatePlugin);
    if (keys.length === 0) {
      throw new Failure(`No certificate was imported for ${app}`, {
        code: 'certs.none',
        hint: `See the current certificate with: dokku certs:report ${app}`,
      });
    }
    await refuseIfBusy(context, app, false);
    secrets.unset(app, certificatePlugin, keys);
    context.out.step(`Removing the certificate of ${app}`);
    if (isRunning(context, app)) await restartIfRunning(context, app, 'Remove certificate');
    else await removeFromCluster(context, app);
  },
});

/** A stopped app is not deployed again, so the key must be deleted from the cluster now. */
async function removeFromCluster(context: Context, app: string): Promise<void> {
  if (context.store.releases.newestSpec(app) === undefined) return;
  try {
    const { removeSecret } = await import('../../deploy/move/remove-objects.ts');
    await removeSecret(context, app, tlsSecretName(app));
  } catch (error) {
    if (!(error instanceof Failure) || context.signal.aborted) throw error;
    context.out.warn(
      `The Secret ${tlsSecretName(app)} stays in the cluster until the next deploy: ${error.message}`,
    );
  }
}
