import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { execa, type Options, type ResultPromise } from 'execa';
import { gitClient } from '../git-client.ts';
import { built } from './build.ts';

/** Output and exit status of a program. */
export interface Said {
  stdout: string;
  stderr: string;
  /** stdout and stderr, interleaved in the order of arrival. */
  all: string;
  status: number | undefined;
  signal: string | undefined;
}

export interface User {
  name: string;
  /** Path of the private key. */
  key: string;
}

/** File contents by path. */
type Files = Record<string, string | Uint8Array>;

export interface RunOptions {
  input?: string;
  env?: Record<string, string>;
  cwd?: string;
}

/**
 * A complete installation in a temporary folder, driven with the real ssh, git and curl:
 *
 *     const dokku = await Installation.start();
 *     const alice = await dokku.addUser('alice');
 *     const said = await dokku.ssh(alice, 'apps:create shop');
 *     await dokku.stop();
 */
export class Installation {
  readonly root = mkdtempSync(join(tmpdir(), 'dokku-test-'));
  readonly home = join(this.root, 'home');
  /** The server's log: one JSON object per line. */
  readonly log: Record<string, unknown>[] = [];
  sshPort = 0;
  httpPort = 0;
  server: ResultPromise | undefined;
  /** Path of the program's launcher. */
  readonly launcher: string;
  readonly #variables: Record<string, string>;

  private constructor(launcher: string, variables: Record<string, string>) {
    mkdirSync(this.home);
    this.launcher = launcher;
    this.#variables = variables;
  }

  /** Builds the program if necessary, and starts its server on free ports of the loopback interface. */
  static async start(
    options: {
      env?: Record<string, string>;
      flags?: string[];
      /** Folder of another version of the program; default: the current sources. */
      program?: string;
    } = {},
  ): Promise<Installation> {
    const program = options.program ?? (await built());
    const made = new Installation(join(program, 'bin', 'dokku'), options.env ?? {});
    await made.startServer(options.flags);
    return made;
  }

  async startServer(flags: string[] = []): Promise<void> {
    const listen = (port: number) => `127.0.0.1:${port}`;
    const words = ['server', '--ssh-listen', listen(this.sshPort), '--http-listen', listen(this.httpPort)];
    const server = execa(this.launcher, [...words, ...flags], {
      env: this.variables(),
      extendEnv: false,
      reject: false,
      stdio: ['ignore', 'ignore', 'pipe'],
      buffer: false,
    });
    this.server = server;
    const lines = createInterface({ input: server.stderr! });
    const listening = new Promise<Record<string, unknown>>((resolve, reject) => {
      const seen: string[] = [];
      lines.on('line', (line) => {
        seen.push(line);
        if (!line.startsWith('{')) return;
        const entry = JSON.parse(line) as Record<string, unknown>;
        this.log.push(entry);
        if (entry.msg === 'listening') resolve(entry);
      });
      server.then((end) => reject(new Error(`The server ended with ${end.exitCode}: ${seen.join('\n')}`)));
    });
    const { ssh, http } = await listening;
    this.sshPort = Number(String(ssh).split(':').at(-1));
    this.httpPort = Number(String(http).split(':').at(-1));
  }

  async stopServer(signal: NodeJS.Signals = 'SIGTERM'): Promise<void> {
    this.server?.kill(signal);
    await this.server;
  }

  async stop(): Promise<void> {
    await this.stopServer();
    rmSync(this.root, { recursive: true, force: true });
  }

  /** Returns the environment of every command: a home folder of its own and none of the developer's settings. */
  variables(): Record<string, string> {
    return {
      PATH: process.env.PATH ?? '',
      HOME: this.home,
      LANG: 'C.UTF-8',
      DOKKU_ROOT: join(this.root, 'state'),
      GIT_CONFIG_NOSYSTEM: '1',
      GIT_AUTHOR_NAME: 'Alice',
      GIT_AUTHOR_EMAIL: 'alice@example.com',
      GIT_COMMITTER_NAME: 'Alice',
      GIT_COMMITTER_EMAIL: 'alice@example.com',
      GIT_TERMINAL_PROMPT: '0',
      ...this.#variables,
    };
  }

  /** Runs a dokku command on the server itself. */
  dokku(...args: string[]): Promise<Said> {
    return this.run(this.launcher, args);
  }

  /** Creates a key pair and adds the key. Without flags, the user has all rights. */
  async addUser(name: string, ...flags: string[]): Promise<User> {
    const key = await this.makeKey(name);
    const added = await this.dokku('ssh-keys:add', ...flags, name, `${key}.pub`);
    if (added.status !== 0) throw new Error(added.all);
    return { name, key };
  }

  /** Creates a key pair that the server does not know. Returns the path of the private key. */
  async makeKey(name: string, type = 'ed25519'): Promise<string> {
    const key = join(this.root, `key-${name}`);
    await execa('ssh-keygen', ['-q', '-t', type, '-N', '', '-C', `${name}@test`, '-f', key]);
    return key;
  }

  sshOptions(user: User): string[] {
    const options = {
      IdentitiesOnly: 'yes',
      IdentityAgent: 'none',
      BatchMode: 'yes',
      LogLevel: 'ERROR',
      StrictHostKeyChecking: 'accept-new',
      UserKnownHostsFile: join(this.root, 'known_hosts'),
    };
    const words = Object.entries(options).flatMap(([name, value]) => ['-o', `${name}=${value}`]);
    return ['-F', 'none', '-i', user.key, '-p', String(this.sshPort), ...words];
  }

  /** Runs a command over SSH. `command` is one string, as a user's shell would pass it to ssh. */
  ssh(user: User, command: string, options: RunOptions & { flags?: string[] } = {}): Promise<Said> {
    const words = [...this.sshOptions(user), ...(options.flags ?? []), 'dokku@127.0.0.1'];
    return this.run('ssh', command === '' ? words : [...words, '--', command], options);
  }

  /** Runs git as a user of the SSH server. */
  git(user: User, folder: string, args: string[], options: RunOptions = {}): Promise<Said> {
    const ssh = ['ssh', ...this.sshOptions(user)].join(' ');
    return this.run('git', ['-C', folder, ...args], {
      ...options,
      env: { GIT_SSH_COMMAND: ssh, ...options.env },
    });
  }

  remote(app: string): string {
    return `ssh://dokku@127.0.0.1:${this.sshPort}/${app}`;
  }

  /** Returns the HTTP address of an app, with the token if given. */
  httpRemote(app: string, token?: string): string {
    return `http://${token ? `alice:${token}@` : ''}127.0.0.1:${this.httpPort}/${app}`;
  }

  curl(...args: string[]): Promise<Said> {
    return this.run('curl', ['--silent', '--show-error', '--include', ...args]);
  }

  /** Creates a working copy with one commit of these files on branch main. Returns its path. */
  async makeRepository(name: string, files: Files): Promise<string> {
    const folder = join(this.root, name);
    mkdirSync(folder);
    await gitClient(folder, this.variables()).init(['--initial-branch=main']);
    await this.commit(folder, files);
    return folder;
  }

  async commit(folder: string, files: Files, message = 'Change files'): Promise<void> {
    for (const [path, content] of Object.entries(files)) {
      mkdirSync(join(folder, path, '..'), { recursive: true });
      writeFileSync(join(folder, path), content);
    }
    const client = gitClient(folder, this.variables());
    await client.add(['--all']);
    const { commit } = await client.commit(message);
    // When there is nothing to commit, Git reports that on standard output. simple-git does not treat it as an error.
    if (commit === '') throw new Error(`Nothing was committed in ${folder}`);
  }

  /** Starts a program that keeps running; the caller stops it. */
  spawn(file: string, args: string[], options: Options = {}): ResultPromise {
    return execa(file, args, {
      env: this.variables(),
      extendEnv: false,
      reject: false,
      all: true,
      ...options,
    });
  }

  async run(file: string, args: string[], { input, env, cwd }: RunOptions = {}): Promise<Said> {
    const end = await execa(file, args, {
      env: { ...this.variables(), ...env },
      extendEnv: false,
      reject: false,
      all: true,
      cwd: cwd ?? this.root,
      ...(input === undefined ? { stdin: 'ignore' as const } : { input }),
    });
    return {
      stdout: String(end.stdout ?? ''),
      stderr: String(end.stderr ?? ''),
      all: String(end.all ?? ''),
      status: end.exitCode,
      signal: end.signal,
    };
  }
}
