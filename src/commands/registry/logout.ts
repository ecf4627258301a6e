import { changeDockerConfig, dockerConfigPath } from '../../build/registry/docker-config.ts';
import { withoutLogin } from '../../build/registry/login.ts';
import { command, scopeArgument } from '../../cli/table/define.ts';
import { Failure } from '../../core/failure.ts';
import { GLOBAL } from '../../state/scope.ts';
import { loginHost } from './host.ts';
import { withoutScope } from './older-form.ts';

export default command({
  name: 'registry:logout',
  summary: 'Forget the login to a registry',
  args: [scopeArgument, { name: 'server', summary: 'Host of the registry', kind: 'text' }],
  flags: {},
  role: 'admin',
  olderForm: (words) => withoutScope('logout', words, 1),
  examples: [
    { command: 'dokku registry:logout --global ghcr.io', summary: 'Forget the login of all apps' },
    { command: 'dokku registry:logout my-app ghcr.io', summary: "Forget the app's own login" },
  ],
  async run(context, { args }) {
    const { host } = loginHost(args.server);
    const file = dockerConfigPath(context.environment, args.scope === GLOBAL ? undefined : args.scope);
    changeDockerConfig(context.store, file, (config) => {
      const changed = withoutLogin(config, host);
      if (changed) return changed;
      throw new Failure(
        `There is no login for ${host} ${args.scope === GLOBAL ? 'for all apps' : `of ${args.scope}`}`,
        {
          code: 'registry.no-login',
          hint: `Log in with: dokku registry:login ${args.scope} ${host} <user>`,
        },
      );
    });
    context.out.warn(`Removed the login for ${host}`);
  },
});
