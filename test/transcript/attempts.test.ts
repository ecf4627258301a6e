import { existsSync, mkdirSync, readdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect } from 'chai';
import pMap from 'p-map';
import { gitClient } from '../git-client.ts';
import { type Attempt, attempts } from './attempts.ts';
import { Installation, type Said, type User } from './harness.ts';
import { type OpenSshServer, startOpenSsh } from './openssh-server.ts';

/** Tables that record attempts, also those that were refused. */
const records = ['audit', 'tokens'];

describe('each attempt of an attacker is refused and changes nothing', () => {
  let dokku: Installation;
  let sshd: OpenSshServer;
  const users: Record<string, User> = {};
  const tokens: Record<string, string> = {};
  let folder: string;

  before(async () => {
    dokku = await Installation.start();
    const must = async (...words: string[]) => {
      const said = await dokku.dokku(...words);
      expect(said.status, said.all).to.equal(0);
      return said.stdout;
    };
    await must('domains:set-global', 'apps.example.com');
    for (const app of ['mine', 'vault']) await must('apps:create', app);
    await must('registry:set', '--global', 'server', 'registry.example.com');
    await must('config:set', '--no-restart', 'vault', 'TREASURE=gold-in-the-vault');
    await must('domains:add', 'vault', 'safe.example.com', '*.gold.example.org', 'safe.apps.example.com');
    await must('storage:create', 'files', '/srv/files', '--scheduler', 'docker-local');
    await must('git:set', 'vault', 'deploy-branch', 'release');
    for (const [role, name] of [
      ['deploy', 'mallory'],
      ['read', 'rita'],
      ['admin', 'oskar'],
    ] as const) {
      const actor = role === 'admin' ? 'owner' : role;
      users[actor] = await dokku.addUser(name, '--role', role, '--app', 'mine');
      tokens[actor] = await must('tokens:create', name);
    }
    const alice = await dokku.addUser('alice');
    folder = await dokku.makeRepository('work', { 'treasure.txt': 'gold-in-the-vault\n' });
    await dokku.git(alice, folder, ['push', dokku.remote('vault'), 'main']);
    users.stranger = { name: 'stranger', key: await dokku.makeKey('stranger') };
    sshd = await startOpenSsh(dokku);
  });
  after(async () => {
    await sshd.stop();
    await dokku.stop();
  });

  /** Everything that is stored: the rows of the database and the repositories with their refs. */
  function state(): string {
    const root = join(dokku.root, 'state');
    const database = new DatabaseSync(join(root, 'dokku.sqlite'), { readOnly: true });
    try {
      const tables = database
        .prepare("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name")
        .all();
      const rows = tables
        .map(({ name }) => String(name))
        .filter((name) => !records.includes(name) && !name.startsWith('sqlite_'))
        .map((name) => [name, database.prepare(`SELECT * FROM "${name}"`).all()]);
      const refs = readdirSync(join(root, 'repos'))
        .filter((name) => !name.startsWith('.'))
        .map((name) => [name, readdirSync(join(root, 'repos', name, 'refs'), { recursive: true }).sort()]);
      return JSON.stringify([rows, refs], (_, value) =>
        value instanceof Uint8Array ? Buffer.from(value).toString('hex') : value,
      );
    } finally {
      database.close();
    }
  }

  const doors: Record<string, (user: User, command: string) => Promise<Said>> = {
    SSH: (user, command) => dokku.ssh(user, command),
    OpenSSH: (user, command) => sshd.ssh(user, command),
  };

  /** Both doors lead to one table of commands, so OpenSSH gets a part of the table. */
  function attemptsOver(door: string, actor: keyof Attempt['refusals']): Attempt[] {
    const own = attempts.filter(({ refusals }) => refusals[actor]);
    return door === 'SSH' ? own : own.filter((_, index) => index % 4 === 0);
  }

  for (const door of Object.keys(doors))
    for (const actor of ['deploy', 'read', 'owner'] as const)
      it(`with the role ${actor === 'owner' ? 'admin for one app' : actor}, over ${door}`, async () => {
        const before = state();
        const attempt = async ({ command, refusals }: Attempt) => {
          const reason = refusals[actor]!;
          const said = await doors[door]!(users[actor]!, command);
          const about = `${command}: ${said.all}`;
          expect(said.status, about).to.equal(/does not exist/.test(reason.source) ? 20 : 1);
          expect(said.all, about).to.match(reason);
          expect(said.all, about).not.to.match(/gold-in-the-vault/);
          if (!command.includes('vault')) expect(said.all, about).not.to.match(/vault/);
        };
        await pMap(attemptsOver(door, actor), attempt, { concurrency: 4 });
        expect(state()).to.equal(before);
      });

  it('without a known key, over SSH and OpenSSH', async () => {
    const before = state();
    for (const door of Object.values(doors))
      for (const { command } of attempts.filter((_, index) => index % 10 === 0)) {
        const said = await door(users.stranger!, command);
        expect(said.status, command).to.equal(255);
        expect(said.stdout, command).to.equal('');
        expect(said.stderr, command).to.match(/Permission denied \(publickey|Connection (closed|reset)/);
      }
    expect(state()).to.equal(before);
  });

  /** Git over each door, as each actor; the token of a stranger is not valid. */
  function gitDoors(app: string) {
    const over = (user: User, port: number) => ({
      GIT_SSH_COMMAND: ['ssh', '-p', String(port), ...dokku.sshOptions(user)].join(' '),
    });
    return Object.entries(users).flatMap(([actor, user]) => [
      { door: `SSH as ${actor}`, user, remote: dokku.remote(app), env: {} },
      { door: `OpenSSH as ${actor}`, user, remote: sshd.remote(app), env: over(user, sshd.port) },
      { door: `HTTP as ${actor}`, user, remote: dokku.httpRemote(app, tokens[actor] ?? 'wrong'), env: {} },
    ]);
  }

  it('with Git, for another app, over SSH, OpenSSH and HTTP', async () => {
    const before = state();
    for (const { door, user, remote, env } of gitDoors('vault')) {
      for (const words of [
        ['clone', remote, 'stolen'],
        ['ls-remote', remote],
        ['push', '--force', remote, 'main'],
        ['push', '-o', 'detach', remote, 'main'],
        ['archive', `--remote=${remote}`, 'main'],
      ]) {
        const said = await dokku.git(user, folder, words, { env });
        expect(said.status, `${door}: ${words.join(' ')}: ${said.all}`).to.be.oneOf([1, 128]);
        expect(said.stdout, door).to.equal('');
      }
      expect(state(), door).to.equal(before);
    }
    expect(existsSync(join(folder, 'stolen'))).to.equal(false);
  });

  it('with Git, for the own app, as a reader and as a stranger', async () => {
    const before = state();
    const pushes = gitDoors('mine').filter(({ door }) => /read|stranger/.test(door));
    for (const { door, user, remote, env } of pushes) {
      const said = await dokku.git(user, folder, ['push', remote, 'main'], { env });
      expect(said.status, `${door}: ${said.all}`).to.be.oneOf([1, 128]);
      expect(state(), door).to.equal(before);
    }
  });

  /** Trees that reach for files of the server, each with the error of the push. */
  const trees: {
    name: string;
    links?: Record<string, string>;
    files?: Record<string, string>;
    says: string;
  }[] = [
    {
      name: 'app.json is a link to a file of the server',
      links: { 'app.json': '/etc/passwd' },
      says: 'app.json: is a link that leaves the repository',
    },
    {
      name: 'app.json is a link to the database, by a relative path',
      links: { 'app.json': '../../../dokku.sqlite' },
      says: 'app.json: is a link that leaves the repository',
    },
    {
      name: 'Procfile is a link to a device',
      links: { Procfile: '/dev/zero' },
      says: 'Procfile: is a link that leaves the repository',
    },
    {
      name: 'the kustomization is a link to a file of the server',
      links: { 'config/kustomize/kustomization.yaml': '/etc/passwd' },
      says: 'config/kustomize/kustomization.yaml',
    },
    {
      name: 'the Kustomize folder is a link',
      links: { 'config/kustomize': '/etc' },
      says: 'config/kustomize',
    },
    {
      name: 'a file of the Kustomize folder is a link to the repositories of others',
      files: { 'config/kustomize/kustomization.yaml': 'resources: [rendered.yaml]\n' },
      links: { 'config/kustomize/stolen': '../../../../repos/vault.git' },
      says: 'The Kustomize folder cannot be used: stolen is a link that leaves the folder',
    },
    {
      name: 'the Kustomize folder has a base by URL',
      files: {
        'config/kustomize/kustomization.yaml':
          'resources: [rendered.yaml, "http://169.254.169.254/latest/meta-data"]\n',
      },
      says: 'fetches http://169.254.169.254/latest/meta-data from outside the folder',
    },
    {
      name: 'a submodule is a repository of the server',
      files: { '.gitmodules': '[submodule "x"]\n\tpath = x\n\turl = file:///etc\n' },
      says: 'The submodule x cannot be fetched from "file:///etc"',
    },
    {
      name: 'a submodule is a local path',
      files: { '.gitmodules': '[submodule "x"]\n\tpath = x\n\turl = /var/lib/dokku/repos/vault.git\n' },
      says: 'The submodule x cannot be fetched from "/var/lib/dokku/repos/vault.git"',
    },
    {
      name: 'a submodule runs a command',
      files: { '.gitmodules': '[submodule "x"]\n\tpath = x\n\turl = ext::sh -c id\n' },
      says: 'The submodule x cannot be fetched from "ext::sh -c id"',
    },
  ];

  const ways = ['SSH', 'OpenSSH', 'HTTP'];
  for (const [index, { name, links = {}, files = {}, says }] of trees.entries()) {
    // All doors lead to one hook, so each tree takes one door.
    const way = ways[index % ways.length]!;
    it(`when ${name}, over ${way}`, async () => {
      const tree = await dokku.makeRepository(`tree-${index}`, { Dockerfile: 'FROM scratch\n', ...files });
      for (const [path, target] of Object.entries(links)) {
        mkdirSync(join(tree, path, '..'), { recursive: true });
        symlinkSync(target, join(tree, path));
      }
      const client = gitClient(tree, dokku.variables());
      await client.add(['--all']);
      if (files['.gitmodules'])
        await client.raw(['update-index', '--add', '--cacheinfo', `160000,${'1'.repeat(40)},x`]);
      await client.commit('Reach out', { '--allow-empty': null });
      const { user, remote, env } = gitDoors('mine').find(({ door }) => door === `${way} as deploy`)!;
      const push = await dokku.git(user, tree, ['push', '--force', remote, 'main'], { env });
      expect(push.status, push.all).to.equal(1);
      expect(push.all.includes(says), push.all).to.equal(true);
      expect(push.all).not.to.match(/root:|gold|uid=|ref: refs/);
      const refs = await dokku.git(user, tree, ['ls-remote', remote], { env });
      expect(refs.stdout).to.equal('');
    });
  }

  it('and the treasure is still there', async () => {
    expect((await dokku.dokku('config:get', 'vault', 'TREASURE')).stdout).to.equal('gold-in-the-vault');
    expect((await dokku.dokku('domains:report', 'vault', '--domains-app-vhosts')).stdout).to.equal(
      'vault.apps.example.com safe.example.com *.gold.example.org safe.apps.example.com',
    );
  });
});
