import { checkLogin } from '../../build/registry/check-login.ts';
import { changeDockerConfig, dockerConfigPath } from '../../build/registry/docker-config.ts';
import { withLogin } from '../../build/registry/login.ts';
import { readRegistryAccess } from '../../build/settings/read-build-settings.ts';
import type { Context } from '../../cli/invoke/context.ts';
import { command, scopeArgument } from '../../cli/table/define.ts';
import { Failure } from '../../core/failure.ts';
import { GLOBAL } from '../../state/scope.ts';
import { loginHost } from './host.ts';
import { withoutScope } from './older-form.ts';

export default command({
  name: 'registry:login',
  summary: 'Log in to a registry for one app or for all apps',
  description:
    'Checks the login and stores it on the server. Builds use the login at once, pods from the next deploy on. ' +
    'Other users of a machine can see a password on its command line: use --password-stdin.',
  args: [
    scopeArgument,
    { name: 'server', summary: 'Host of the registry, docker.io for Docker Hub', kind: 'text' },
    { name: 'username', summary: 'User name', kind: 'text' },
    { name: 'password', summary: 'Password or token', kind: 'text', optional: true },
  ],
  flags: { 'password-stdin': { type: 'boolean', summary: 'Read the password from standard input' } },
  role: 'admin',
  olderForm: (words, flags) => withoutScope('login', words, flags['password-stdin'] ? 2 : 3),
  examples: [
    {
      command: 'echo "$TOKEN" | dokku registry:login --password-stdin --global ghcr.io me',
      summary: 'Log in for all apps with a token',
    },
    {
      command: 'dokku registry:login --password-stdin my-app registry.example.com me < password.txt',
      summary: 'Log in for one app',
    },
  ],
  async run(context, { args, flags }) {
    const password = flags['password-stdin'] ? await readPassword(context) : args.password;
    if (!password) {
      throw new Failure('Please specify a password', {
        code: 'usage.missing-argument',
        hint: `Pipe the password into: dokku registry:login --password-stdin ${args.scope} ${args.server} ${args.username}`,
      });
    }
    context.out.redactor.register(password);
    const app = args.scope === GLOBAL ? undefined : args.scope;
    const { host, plain } = loginHost(args.server);
    const { insecure } = readRegistryAccess(context.store.properties, context.environment, args.scope);
    const credentials = { username: args.username, password, identityToken: undefined };
    await checkLogin(host, credentials, plain ? [...insecure, host] : insecure, context.signal);
    const file = dockerConfigPath(context.environment, app);
    changeDockerConfig(context.store, file, (config) => withLogin(config, host, args.username, password));
    context.out.warn('Login Succeeded');
  },
});

async function readPassword({ streams }: Context): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of streams.stdin) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks)
    .toString('utf8')
    .replace(/\r?\n$/, '');
}
