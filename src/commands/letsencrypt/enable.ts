import { tellHowToApply } from '../../cli/parts/restart.ts';
import { appArgument, command } from '../../cli/table/define.ts';
import { Failure } from '../../core/failure.ts';
import { effectiveSettings, setInstead } from './settings.ts';

export default command({
  name: 'letsencrypt:enable',
  summary: "Get certificates of Let's Encrypt for the domains of an app",
  description: 'They are on for every app for which an e-mail address is set, unless they were turned off.',
  args: [appArgument],
  flags: {},
  role: 'admin',
  examples: [{ command: 'dokku letsencrypt:enable my-app', summary: 'Serve the app over HTTPS' }],
  async run(context, { args: { app } }) {
    const { store, out } = context;
    const off = () => effectiveSettings(store, app).server === 'false';
    if (store.properties.get(app, 'scheduler-k3s', 'letsencrypt-server') === 'false')
      await setInstead(context, app, 'letsencrypt-server', undefined);
    if (off()) await setInstead(context, app, 'letsencrypt-server', 'prod');
    if (effectiveSettings(store, app).email === '') {
      throw new Failure(`There is no e-mail address that Let's Encrypt could be given for ${app}`, {
        code: 'letsencrypt.no-email',
        hint: 'Set one for all apps with: dokku letsencrypt:set --global email <address>',
      });
    }
    out.step(`Certificates of Let's Encrypt are on for ${app}`);
    tellHowToApply(context, app);
  },
});
