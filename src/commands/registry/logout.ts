import { changeDockerConfig, dockerConfigPath } from '../../build/registry/docker-config.ts';
import { withoutLogin } from '../../build/registry/login.ts';
import { command, scopeArgument } from '../../cli/table/define.ts';
import { Failure } from '../../core/failure.ts';
import { GLOBAL } from '../../state/scope.ts';
import { loginHost } from './host.ts';
import { withoutScope } from './older-form.ts';

export default command({
  name: 'registry:logout',
  summary: 'Log out of a registry',
  args: [scopeArgument, { name: 'server', summary: 'Host of the registry', kind: 'text' }],
  flags: {},
  role: 'admin',
  olderForm: (words) => withoutScope('logout', words, 1),
  examples: [
    { command: 'dokku registry:logout --global ghcr.io', summary: 'Remove the login of all apps' },
    { command: 'dokku registry:logout my-app ghcr.io', summary: 'Remove the login of one app' },
  ],
  async run(context, { args }) {
    const { host } = loginHost(args.server);
    const file = dockerConfigPath(context.environment, args.scope === GLOBAL ? undefined : args.scope);
    changeDockerConfig(context.store, file, (config) => {
      const changed = withoutLogin(config, host);
      if (changed) return changed;
      throw new Failure(
        `No login to ${host} is stored for ${args.scope === GLOBAL ? 'all apps' : args.scope}`,
        {
          code: 'registry.no-login',
          hint: `Log in: dokku registry:login --password-stdin ${args.scope} ${host} <user>`,
        },
      );
    });
    context.out.warn(`Removed the login for ${host}`);
  },
});
