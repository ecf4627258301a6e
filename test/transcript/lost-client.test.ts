import { expect } from 'chai';
import type { ResultPromise } from 'execa';
import { Installation, type User } from './harness.ts';
import { holdLock } from './held-lock.ts';
import { parentOf, processesOf, until } from './until.ts';

for (const transport of ['SSH', 'HTTP'] as const) {
  describe(`a push over ${transport} that is interrupted in its hook`, () => {
    let dokku: Installation;
    let alice: User;
    let folder: string;
    let token: string;
    let letGo: () => void;
    let count = 0;

    before(async () => {
      dokku = await Installation.start({ flags: ['--workers', '1'] });
      alice = await dokku.addUser('alice');
      token = (await dokku.dokku('tokens:create', 'alice')).stdout;
      folder = await dokku.makeRepository('work', { 'README.md': 'hello\n' });
    });
    after(() => dokku.stop());
    afterEach(() => letGo());

    /** Starts a push whose hook has printed a line and is waiting for the lock of the app. */
    async function waitingPush(): Promise<{ push: ResultPromise; app: string }> {
      const app = `app-${count++}`;
      await dokku.dokku('apps:create', app);
      letGo = holdLock(dokku, app);
      const remote = transport === 'SSH' ? dokku.remote(app) : dokku.httpRemote(app, token);
      const push = dokku.spawn('git', ['-C', folder, 'push', '-o', 'wait', remote, 'main'], {
        env: {
          ...dokku.variables(),
          GIT_SSH_COMMAND: ['ssh', ...dokku.sshOptions(alice)].join(' '),
        },
        detached: true,
        buffer: false,
      });
      let seen = '';
      push.all!.on('data', (chunk: Buffer) => {
        seen += chunk;
      });
      await until('the hook says that it waits', () => /remote: -----> Waiting for somebody/.test(seen));
      expect(push.nodeChildProcess.exitCode, 'what the hook says comes while it runs').to.equal(null);
      return { push, app };
    }

    /** Returns the command lines of the server's hooks and git processes. */
    const serving = () =>
      [...processesOf(`DOKKU_ROOT=${dokku.root}/state`).values()].filter((line) =>
        /git-hook|receive-pack|pre-receive/.test(line),
      );

    it('stops on the server when the client is interrupted', async () => {
      const { push } = await waitingPush();
      expect(serving()).to.not.deep.equal([]);
      process.kill(-push.pid!, 'SIGINT');
      await push;
      await until('the hook and git have ended', () => serving().length === 0);
    });

    it('stops on the server when the client is killed', async () => {
      const { push } = await waitingPush();
      process.kill(-push.pid!, 'SIGKILL');
      await push;
      await until('the hook and git have ended', () => serving().length === 0);
    });

    it('stops when the server is killed', async () => {
      const { push } = await waitingPush();
      await dokku.stopServer('SIGKILL');
      expect((await push).exitCode).to.not.equal(0);
      await until('the hook and git have ended', () => serving().length === 0);
      await dokku.startServer(['--workers', '1']);
    });

    it('fails when its hook is killed, and the next push works', async () => {
      const { push, app } = await waitingPush();
      const hooks = [...processesOf(`DOKKU_ROOT=${dokku.root}/state`)].filter(([, line]) =>
        line.includes('git-hook'),
      );
      for (const [pid] of hooks) process.kill(pid, 'SIGKILL');
      expect((await push).exitCode).to.equal(1);
      await until('git has ended', () => serving().length === 0);
      await dokku.dokku('git:set', app, 'deploy-branch', 'release');
      const next = await dokku.git(alice, folder, ['push', dokku.remote(app), 'main']);
      expect(next.status, next.all).to.equal(0);
    });

    if (transport === 'SSH') {
      it('stops when the process of its session is killed', async () => {
        const { push } = await waitingPush();
        const [git] = [...processesOf(`DOKKU_ROOT=${dokku.root}/state`)].find(([, line]) =>
          /git.* receive-pack/.test(line),
        )!;
        process.kill(parentOf(git), 'SIGKILL');
        expect((await push).exitCode).to.not.equal(0);
        await until('the hook and git have ended', () => serving().length === 0);
      });
    }

    it('delays the stop of the server', async () => {
      const { push } = await waitingPush();
      // execa's `kill` would send SIGKILL after five seconds.
      dokku.server!.nodeChildProcess.kill('SIGTERM');
      await until('it takes no connections any more', async () => {
        const said = await dokku.curl(`http://127.0.0.1:${dokku.httpPort}/healthz`);
        return said.status === 7;
      });
      expect(push.nodeChildProcess.exitCode).to.equal(null);
      letGo();
      // The deploy continues and then fails, because there is no cluster.
      expect((await push).exitCode).to.equal(1);
      expect((await dokku.server!).exitCode).to.equal(0);
      await dokku.startServer(['--workers', '1']);
    });

    it('is stopped by a second signal to the server', async () => {
      const { push } = await waitingPush();
      // The log also has the lines of earlier servers. Two signals at once would count as one.
      const earlier = dokku.log.length;
      dokku.server!.nodeChildProcess.kill('SIGTERM');
      await until('it stops', () => dokku.log.slice(earlier).some(({ msg }) => msg === 'stopping'));
      dokku.server!.nodeChildProcess.kill('SIGTERM');
      expect((await push).exitCode).to.not.equal(0);
      await dokku.server;
      await until('the hook and git have ended', () => serving().length === 0);
      await dokku.startServer(['--workers', '1']);
    });
  });
}
