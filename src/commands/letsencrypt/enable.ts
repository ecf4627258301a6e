import { printHowToApply } from '../../cli/parts/restart.ts';
import { appArgument, command } from '../../cli/table/define.ts';
import { Failure } from '../../core/failure.ts';
import { effectiveSettings, setSchedulerProperty } from './settings.ts';

export default command({
  name: 'letsencrypt:enable',
  summary: "Enable Let's Encrypt certificates for an app",
  description: 'Certificates are enabled for every app with an e-mail address, unless they were disabled.',
  args: [appArgument],
  flags: {},
  role: 'admin',
  examples: [{ command: 'dokku letsencrypt:enable my-app', summary: 'Serve the app over HTTPS' }],
  async run(context, { args: { app } }) {
    const { store, out } = context;
    const off = () => effectiveSettings(store, app).server === 'false';
    if (store.properties.get(app, 'scheduler-k3s', 'letsencrypt-server') === 'false')
      await setSchedulerProperty(context, app, 'letsencrypt-server', undefined);
    if (off()) await setSchedulerProperty(context, app, 'letsencrypt-server', 'prod');
    if (effectiveSettings(store, app).email === '') {
      throw new Failure(`No e-mail address is set for the Let's Encrypt certificates of ${app}`, {
        code: 'letsencrypt.no-email',
        hint: 'Set an address for all apps with: dokku letsencrypt:set --global email <address>',
      });
    }
    out.step(`Let's Encrypt certificates are enabled for ${app}`);
    printHowToApply(context, app);
  },
});
