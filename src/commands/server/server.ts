import { command } from '../../cli/table/define.ts';
import { parseDuration } from '../../core/clock.ts';
import { Failure } from '../../core/failure.ts';

export default command({
  name: 'server',
  summary: 'Serve Git and commands over SSH, and Git over HTTP',
  description:
    'By default HTTP listens on this machine only, for a proxy that terminates TLS. The first start creates the host key. SIGTERM lets running sessions finish, a second SIGTERM stops them. The variables DOKKU_SSH_LISTEN, DOKKU_HTTP_LISTEN, DOKKU_WORKERS and DOKKU_LOG_LEVEL set the defaults of the flags.',
  args: [],
  flags: {
    'ssh-listen': {
      type: 'string',
      summary: 'Address for SSH, or off (default 0.0.0.0:3022)',
      placeholder: 'HOST:PORT',
    },
    'http-listen': {
      type: 'string',
      summary: 'Address for HTTP, or off (default 127.0.0.1:3080)',
      placeholder: 'HOST:PORT',
    },
    workers: { type: 'number', summary: 'Processes kept ready for SSH sessions (default 2)' },
    'max-sessions': {
      type: 'number',
      summary: 'Maximum number of SSH sessions, about 70 MB each (default 64)',
    },
    'stop-timeout': {
      type: 'string',
      summary: 'Maximum time for running sessions to finish after SIGTERM',
      default: '15m',
      placeholder: 'DURATION',
    },
    'log-level': { type: 'string', summary: 'debug, info, warn or error (default info)' },
  },
  role: 'admin',
  local: true,
  examples: [
    { command: 'dokku server', summary: 'Serve SSH on port 3022, and HTTP on port 3080 of this machine' },
    { command: 'dokku server --ssh-listen :22 --http-listen off', summary: 'Serve SSH only, on port 22' },
  ],
  async run({ environment, store, variables, signal }, { flags }) {
    const [{ serve }, { parseListenAddress }, { openLog }] = await Promise.all([
      import('../../server/serve.ts'),
      import('../../server/listen-address.ts'),
      import('../../server/log.ts'),
    ]);
    const workers = flags.workers ?? Number(variables.DOKKU_WORKERS ?? 2);
    if (!Number.isInteger(workers) || workers < 0 || workers > 64)
      throw new Failure('The number of workers must be between 0 and 64', { code: 'usage', exitStatus: 2 });
    const maxSessions = flags['max-sessions'] ?? 64;
    if (!Number.isInteger(maxSessions) || maxSessions < 1)
      throw new Failure('--max-sessions must be at least 1', { code: 'usage', exitStatus: 2 });
    const stopTimeout = parseDuration(flags['stop-timeout']);
    if (stopTimeout === undefined)
      throw new Failure('--stop-timeout must be a duration such as 15m', { code: 'usage', exitStatus: 2 });
    await serve({
      environment,
      store,
      variables,
      signal,
      workers,
      maxSessions,
      stopTimeout,
      log: openLog(flags['log-level'] ?? variables.DOKKU_LOG_LEVEL ?? 'info'),
      ssh: parseListenAddress(flags['ssh-listen'] ?? variables.DOKKU_SSH_LISTEN ?? '0.0.0.0:3022'),
      http: parseListenAddress(flags['http-listen'] ?? variables.DOKKU_HTTP_LISTEN ?? '127.0.0.1:3080'),
    });
  },
});
