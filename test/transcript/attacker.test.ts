import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { expect } from 'chai';
import { Installation, type User } from './harness.ts';
import { parentOf, processesOf, until } from './until.ts';

// Mallory may deploy one app of her own, `mine`. Her attempts must give her nothing of `secret`, nothing of the server,
// and no additional rights.
describe('an attacker with a key', () => {
  let dokku: Installation;
  let mallory: User;
  let token: string;
  let folder: string;

  before(async () => {
    dokku = await Installation.start();
    for (const app of ['mine', 'secret']) {
      await dokku.dokku('apps:create', app);
      await dokku.dokku('git:set', app, 'deploy-branch', 'release');
    }
    const alice = await dokku.addUser('alice');
    mallory = await dokku.addUser('mallory', '--role', 'deploy', '--app', 'mine');
    token = (await dokku.dokku('tokens:create', 'mallory')).stdout;
    folder = await dokku.makeRepository('work', { 'password.txt': 'hunter2\n' });
    await dokku.git(alice, folder, ['push', dokku.remote('secret'), 'main']);
  });
  after(() => dokku.stop());

  const ssh = (command: string, flags: string[] = []) => dokku.ssh(mallory, command, { flags });

  it('sees her own app and no other', async () => {
    expect((await ssh('apps:list')).stdout).to.equal('=====> My Apps\nmine');
    expect((await ssh('git:report mine --git-deploy-branch')).stdout).to.equal('release');
    for (const command of ['apps:exists secret', 'git:report secret', 'git-upload-pack secret']) {
      const hidden = await ssh(command);
      const missing = await ssh(command.replace('secret', 'nothing'));
      expect(hidden.status, command).to.equal(20);
      expect(hidden.all.replaceAll('secret', 'nothing'), 'hidden looks like missing').to.equal(missing.all);
    }
  });

  it('cannot fetch, push or archive a hidden app, over SSH or HTTP', async () => {
    for (const remote of [dokku.remote('secret'), dokku.httpRemote('secret', token)]) {
      const clone = await dokku.git(mallory, dokku.root, ['clone', remote, 'stolen']);
      expect(clone.status, clone.all).to.equal(128);
      const push = await dokku.git(mallory, folder, ['push', '--force', remote, 'main:main']);
      expect(push.status).to.be.oneOf([1, 128]);
    }
    const archive = await dokku.git(mallory, folder, [
      'archive',
      `--remote=${dokku.remote('secret')}`,
      'main',
    ]);
    expect(archive.stdout).to.equal('');
    expect(existsSync(join(dokku.root, 'stolen'))).to.equal(false);
  });

  it('cannot give herself more rights', async () => {
    const refused: [string, RegExp][] = [
      ['access:grant mallory admin', /needs the role admin/],
      ['access:grant mallory admin mine', /needs the role admin/],
      ['access:grant mallory admin secret', /App secret does not exist/],
      ['tokens:create alice', /needs the role admin/],
      ['ssh-keys:add evil', /must be run as root on the server/],
      ['ssh-keys:remove alice', /must be run as root on the server/],
      ['ssh-keys:list', /needs the role admin/],
      ['ssh-keys:authorized', /only be run on the server itself/],
      ['ssh-session --key-name alice', /only be run on the server itself/],
      ['git-hook mine', /git-hook is not available/],
      ["'git-hook' mine", /git-hook is not available/],
      ['server', /only be run on the server itself/],
      ['apps:create another', /needs the role admin/],
      ['git:set mine deploy-branch main', /needs the role admin/],
      ['git:report --global', /needs the role read/],
    ];
    for (const [command, reason] of refused) {
      const said = await ssh(command);
      expect(said.status, command).to.be.greaterThan(0);
      expect(said.stderr, command).to.match(reason);
    }
    const made = await dokku.git(mallory, folder, ['push', dokku.remote('another'), 'main']);
    expect(made.stderr).to.match(/App another does not exist/);
    expect((await dokku.dokku('apps:exists', 'another')).status).to.equal(20);
  });

  it('cannot leave the namespace of her app', async () => {
    const owner = await dokku.addUser('olga', '--role', 'admin', '--app', 'mine');
    for (const [property, value] of [
      ['kustomize-cluster-scope', 'true'],
      ['namespace', 'elsewhere'],
    ]) {
      const said = await dokku.ssh(owner, `scheduler-k3s:set mine ${property} ${value}`);
      expect(said.status, said.all).to.equal(1);
      expect(said.all).to.contain(`Access denied: Setting ${property} needs the role admin`);
    }
    expect((await dokku.ssh(owner, 'scheduler-k3s:set mine deploy-timeout 60s')).status).to.equal(0);
  });

  it('cannot give her pods the rights of other apps, of the nodes or of the cluster', async () => {
    await dokku.dokku('storage:create', 'host', '/', '--scheduler', 'docker-local');
    const owner = await dokku.addUser('oskar', '--role', 'admin', '--app', 'mine');
    const reader = await dokku.addUser('ron', '--role', 'read', '--app', 'mine');
    const stranger: User = { name: 'stranger', key: await dokku.makeKey('stranger') };
    const forAll = [
      'scheduler-k3s:set mine pod-security privileged',
      'scheduler-k3s:set --global pod-security privileged',
      'scheduler-k3s:set mine network-policy none',
      'scheduler-k3s:set mine namespace {{ .AppName }}',
      'scheduler-k3s:set mine kustomize-kinds RoleBinding.rbac.authorization.k8s.io',
      'scheduler-k3s:set mine shared-objects Secret/config-secret-0123456789',
      'scheduler-k3s:set mine service-account-token true',
      'docker-options:add mine deploy --privileged',
      'docker-options:add mine deploy,run --cap-drop ALL --cap-add SYS_ADMIN',
      'docker-options:add mine deploy --sysctl kernel.msgmax=1',
      'storage:create node /etc',
      'storage:mount mine host --container-dir /host',
    ];
    for (const command of forAll)
      await Promise.all(
        [mallory, reader, owner].map(async (user) => {
          const said = await dokku.ssh(user, command);
          expect(said.status, `${user.name}: ${command}`).to.equal(1);
          expect(said.stderr, `${user.name}: ${command}`).to.match(/Access denied: /);
        }),
      );
    expect((await dokku.ssh(stranger, forAll[0]!)).status).to.equal(255);
    const report = await dokku.dokku('scheduler-k3s:report', 'mine', '--format', 'json');
    expect(JSON.parse(report.stdout)).to.include({
      'computed-pod-security': 'baseline',
      'computed-kustomize-kinds': '',
      'computed-shared-objects': '',
      'computed-service-account-token': 'false',
      'pod-security-exceptions': '',
    });
    const harmless = 'docker-options:add mine deploy --cap-drop ALL --cap-add NET_BIND_SERVICE';
    expect((await dokku.ssh(owner, harmless)).status).to.equal(0);
    await dokku.dokku('docker-options:add', 'mine', 'deploy', '--cap-add', 'NET_ADMIN');
    const exceptions = 'scheduler-k3s:report mine --scheduler-k3s-pod-security-exceptions';
    expect((await dokku.ssh(reader, exceptions)).stdout).to.equal('deploy --cap-add NET_ADMIN');
  });

  it('cannot read secrets in a report, in any format', async () => {
    const reader = await dokku.addUser('rita', '--role', 'read');
    await dokku.dokku('scheduler-k3s:set', '--global', 'token', 'join-the-cluster');
    await dokku.dokku(
      'scheduler-k3s:autoscaling-auth:set',
      'mine',
      'rabbitmq',
      '--metadata',
      'host=let-me-in',
    );
    for (const command of [
      'scheduler-k3s:report --global',
      'scheduler-k3s:report --global --format json',
      'scheduler-k3s:report --global --scheduler-k3s-global-token',
      'report mine',
      'report --all',
    ]) {
      const said = await dokku.ssh(reader, command);
      expect(said.status, said.all).to.equal(0);
      expect(said.stdout, command).to.not.match(/join-the-cluster|let-me-in|autoscaling-auth/);
    }
    const asked = await dokku.ssh(reader, 'scheduler-k3s:report --global --scheduler-k3s-global-token');
    expect(asked.stdout).to.equal('*******');
    expect((await dokku.ssh(reader, 'report secret')).stdout, 'the rest is there').to.match(
      /secret ps information/,
    );
    expect((await dokku.ssh(reader, 'scheduler-k3s:autoscaling-auth:report mine')).status).to.equal(1);
    const deployer = await dokku.ssh(mallory, 'report mine');
    expect(deployer.stdout).to.match(/mine autoscaling-auth information/);
  });

  it('cannot run anything but our commands', async () => {
    const attempts = [
      'sh',
      'bash -c id',
      'apps:list; id',
      'apps:list && id',
      'apps:list | id',
      '$(id)',
      '`id`',
      'apps:list\nid',
      'git-shell',
      'git-lfs-authenticate mine upload',
      'git-upload-pack --upload-pack=id mine',
      "git-upload-pack 'mine;id'",
      'git-receive-pack mine secret',
      'git daemon',
      'git -c alias.x=!id x',
      '/bin/sh',
    ];
    for (const command of attempts) {
      const said = await ssh(command);
      expect(said.status, command).to.be.greaterThan(0);
      expect(said.all, command).to.not.match(/uid=/);
    }
  });

  it('cannot leave the folder of the repositories', async () => {
    const paths = [
      '../secret',
      '../repos/secret',
      'mine/../secret',
      '/etc/passwd',
      './secret',
      '~/secret',
      'mine.git/../secret.git',
      '-oProxyCommand=id',
      '--help',
      '',
      'SECRET',
      'secret%2e',
      '.empty',
      '.git',
    ];
    for (const path of paths) {
      const said = await ssh(`git-upload-pack '${path}'`);
      expect(said.status, path).to.be.greaterThan(0);
      expect(said.stdout, path).to.equal('');
    }
    for (const path of [
      '/../secret',
      '/..%2fsecret',
      '/mine/../secret',
      '//secret',
      '/.empty',
      '/mine%00secret',
    ]) {
      const target = `http://127.0.0.1:${dokku.httpPort}${path}/info/refs?service=git-upload-pack`;
      const said = await dokku.curl('--path-as-is', '--user', `mallory:${token}`, target);
      expect(said.stdout, path).to.match(/^HTTP\/1.1 404 /);
    }
    for (const path of ['/mine/HEAD', '/mine/objects/info/packs', '/mine/config']) {
      const said = await dokku.curl(
        '--user',
        `mallory:${token}`,
        `http://127.0.0.1:${dokku.httpPort}${path}`,
      );
      expect(said.stdout, path).to.match(/^HTTP\/1.1 404 /);
    }
  });

  it('gets a clear error for a command line that cannot be split', async () => {
    const said = await ssh(`config:set mine KEY="never closed`);
    expect(said.status).to.equal(1);
    expect(said.stderr).to.match(/Could not split the command into words: the " is never closed/);
  });

  it('cannot forward or use subsystems', async () => {
    const forward = dokku.spawn('ssh', [
      ...dokku.sshOptions(mallory),
      '-o',
      'ExitOnForwardFailure=yes',
      '-N',
      '-R',
      '0:127.0.0.1:22',
      'dokku@127.0.0.1',
    ]);
    expect((await forward).exitCode, 'remote forwarding').to.equal(255);
    const direct = await ssh('', ['-W', `127.0.0.1:${dokku.httpPort}`]);
    expect(direct.status, 'direct forwarding').to.equal(255);
    const subsystem = await ssh('sftp', ['-s']);
    expect(subsystem.status, 'subsystem').to.equal(255);
  });

  it('cannot set the environment, agent or display of the processes of her session', async () => {
    const agent = join(dokku.root, 'agent');
    const agentProcess = dokku.spawn('ssh-agent', ['-D', '-a', agent]);
    await until('the agent', () => existsSync(agent));
    const log = join(dokku.root, 'ssh.log');
    const brought = {
      DOKKU_PUSHER: '{"name":"alice","via":"local"}',
      GIT_TRACE: '1',
      LC_MALLORY: 'was here',
    };
    const wishes = [
      '-v',
      '-E',
      log,
      '-A',
      '-Y',
      '-o',
      'SendEnv=DOKKU_* GIT_* LC_*',
      '-o',
      `IdentityAgent=${agent}`,
    ];
    const words = [...wishes, ...dokku.sshOptions(mallory), 'dokku@127.0.0.1', '--', 'git-receive-pack mine'];
    const session = dokku.spawn('ssh', words, {
      env: { ...dokku.variables(), ...brought, DISPLAY: ':9', SSH_AUTH_SOCK: agent },
      stdin: 'pipe',
    });
    const serving = () => [...processesOf('DOKKU_PUSHER={"name":"mallory"')];
    await until('git runs for her', () => serving().some(([, line]) => /receive-pack/.test(line)));
    const [git] = serving().find(([, line]) => /receive-pack/.test(line))!;
    const worker = parentOf(git);
    for (const pid of [git, worker]) {
      const variables = readFileSync(`/proc/${pid}/environ`, 'utf8').split('\0');
      const forbidden = /^(GIT_TRACE|LC_MALLORY|DISPLAY|XAUTHORITY|SSH_AUTH_SOCK)=|alice/;
      expect(variables.filter((variable) => forbidden.test(variable))).to.deep.equal([]);
    }
    session.stdin!.end();
    await session;
    agentProcess.kill();
    const said = readFileSync(log, 'utf8');
    expect(said, 'what she asked for')
      .to.match(/Requesting authentication agent forwarding/)
      .and.to.match(/Requesting X11 forwarding/)
      .and.to.match(/setting env LC_MALLORY/)
      .and.to.match(/X11 forwarding request failed/);
  });

  it('is named in the audit log, without her arguments', async () => {
    const entries = JSON.parse((await dokku.dokku('access:audit', '--format', 'json')).stdout) as {
      actor: string;
      command: string;
      allowed: boolean;
    }[];
    const refused = entries.filter(({ actor, allowed }) => actor === 'mallory' && !allowed);
    expect(refused.map(({ command }) => command)).to.include.members(['access:grant', 'git-upload-pack']);
    expect(JSON.stringify(entries)).to.not.contain('evil');
  });

  it('loses all access with her key', async () => {
    await dokku.dokku('ssh-keys:remove', 'mallory');
    expect((await ssh('apps:list')).status).to.equal(255);
    const http = await dokku.git(mallory, folder, ['ls-remote', dokku.httpRemote('mine', token)]);
    expect(http.status).to.equal(128);
  });
});

describe('an attacker without a key', () => {
  let dokku: Installation;

  before(async () => {
    dokku = await Installation.start();
  });
  after(() => dokku.stop());

  it('cannot log in with an unknown key, as another user, or with a password', async () => {
    const stranger: User = { name: 'stranger', key: await dokku.makeKey('stranger') };
    expect((await dokku.ssh(stranger, 'apps:list')).stderr).to.match(/Permission denied \(publickey\)/);
    const alice = await dokku.addUser('alice');
    const words = [...dokku.sshOptions(alice), 'root@127.0.0.1', 'apps:list'];
    expect((await dokku.run('ssh', words)).stderr).to.match(/Permission denied \(publickey\)/);
    const password = await dokku.ssh(stranger, 'apps:list', {
      flags: ['-o', 'PreferredAuthentications=password,keyboard-interactive', '-o', 'BatchMode=no'],
    });
    expect(password.stderr).to.match(/Permission denied \(publickey\)/);
  });

  it('cannot log in with the public half of a known key', async () => {
    const alice = await dokku.addUser('bob');
    const other = await dokku.makeKey('other');
    await dokku.run('cp', [`${alice.key}.pub`, `${other}.pub`]);
    const said = await dokku.ssh({ name: 'bob', key: other }, 'apps:list');
    expect(said.status).to.equal(255);
  });

  it('cannot stop the server with invalid data', async () => {
    const socket = connect(dokku.sshPort, '127.0.0.1');
    socket.on('error', () => {});
    socket.end(`SSH-2.0-x\r\n${'\u0000\u00ff'.repeat(5000)}`);
    await text(socket).catch(() => '');
    const gzip = await dokku.curl(
      '--request',
      'POST',
      '--header',
      'Content-Encoding: gzip',
      '--data',
      'no gzip',
      `http://127.0.0.1:${dokku.httpPort}/app/git-upload-pack`,
    );
    expect(gzip.stdout).to.match(/^HTTP\/1.1 401 /);
    expect((await dokku.curl(`http://127.0.0.1:${dokku.httpPort}/healthz`)).stdout).to.match(/ok$/);
  });

  it('cannot hold connections open without logging in', async () => {
    const sockets = Array.from({ length: 45 }, () => connect(dokku.sshPort, '127.0.0.1'));
    try {
      const answers = await Promise.all(sockets.slice(-2).map((socket) => text(socket)));
      expect(answers, 'the last ones are turned away at once').to.deep.equal(['', '']);
    } finally {
      for (const socket of sockets) socket.destroy();
    }
  });

  it('must wait after guessing keys, and is disconnected before another attempt', async () => {
    const stranger: User = { name: 'guesser', key: await dokku.makeKey('guesser') };
    const guesses = () => dokku.log.filter(({ msg }) => msg === 'login failed').length;
    while (guesses() < 30) {
      // Not more in parallel than the server allows to log in at once.
      const tries = await Promise.all(Array.from({ length: 5 }, () => dokku.ssh(stranger, 'apps:list')));
      for (const { stderr } of tries)
        expect(stderr).to.match(/Permission denied|reset by peer|closed by remote/);
    }
    const said = await dokku.ssh(stranger, 'apps:list');
    expect(said.status).to.equal(255);
    expect(said.stderr).to.not.match(/Permission denied/);
    const metrics = await dokku.curl(`http://127.0.0.1:${dokku.httpPort}/metrics`);
    expect(metrics.stdout).to.match(/^dokku_failed_logins_total\{via="ssh"\} 3\d$/m);
  });

  it('leaves no files behind in the folder of the repositories', () => {
    const repos = join(dokku.root, 'state', 'repos');
    expect(existsSync(repos) ? readdirSync(repos) : []).to.deep.equal([]);
  });
});
