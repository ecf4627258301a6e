import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { SimpleGit } from 'simple-git';
import { clusterUnderTest } from '../../scripts/lib/cluster-under-test.ts';
import { kubectlEnvironment } from '../../scripts/lib/kubectl-environment.ts';
import { gitClient } from '../git-client.ts';
import { ask } from './ingress.ts';
import { readObjects } from './read-objects.ts';

const project = join(import.meta.dirname, '../..');
export const launcher = join(project, 'bin/dokku');
export const fixtures = join(project, 'test/fixtures/apps');

const hello = JSON.parse(readFileSync(join(fixtures, 'hello/app.json'), 'utf8'));

/** Files that reduce the fixture `hello` to fewer pods: pods are the most expensive part of a cluster test. */
export const onePod = helloWith({ web: 1, worker: 0 });
export const onePodEach = helloWith({ web: 1, worker: 1 });

function helloWith(quantities: Record<string, number>): Record<string, string> {
  const formation = Object.fromEntries(
    Object.entries(quantities).map(([process, quantity]) => [process, { quantity }]),
  );
  return { 'app.json': JSON.stringify({ ...hello, formation }) };
}

export interface Ended {
  status: number;
  stdout: string;
  /** Both streams, in the order of arrival. */
  text: string;
}

/** A running process. */
export interface Running {
  child: ChildProcess;
  /** Returns the output so far. */
  text(): string;
  ended: Promise<Ended>;
  /** Sends SIGINT to the whole process group, like Ctrl-C. */
  interrupt(): void;
}

export interface RunOptions {
  cwd?: string;
  env?: Record<string, string>;
  input?: string;
  /** Standard input stays open for later writes. */
  open?: boolean;
}

function forKubectl(): Record<string, string> {
  return { KUBECONFIG: clusterUnderTest().kubeconfig, ...kubectlEnvironment };
}

/** The state folder that every installation of this process starts from. */
let configured: Promise<string> | undefined;

/** A complete installation on the cluster under test: its own state folder, server, key and apps. */
export class Installation {
  readonly id = randomBytes(3).toString('hex');
  readonly folder = mkdtempSync(join(tmpdir(), `dokku-cluster-`));
  readonly root = join(this.folder, 'root');
  readonly key = join(this.folder, 'key');
  readonly env: Record<string, string>;
  port = 0;
  httpPort = 0;
  server: Running | undefined;
  readonly #apps = new Set<string>();

  constructor() {
    this.env = { PATH: process.env.PATH!, HOME: this.folder, DOKKU_ROOT: this.root, LANG: 'C.UTF-8' };
  }

  /** Creates an installation with the settings of the cluster under test, a key and a running server. */
  static async start(options: { serve?: boolean } = {}): Promise<Installation> {
    const installation = new Installation();
    await installation.configure();
    if (options.serve ?? true) await installation.serve();
    return installation;
  }

  async configure(): Promise<void> {
    configured ??= this.#settings();
    cpSync(await configured, this.root, { recursive: true });
    await this.must('scheduler-k3s:set', '--global', 'namespace', this.namespace);
    await this.run('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', this.key]);
    await this.must('ssh-keys:add', 'tester', `${this.key}.pub`);
  }

  /** Creates a state folder with the settings that all installations share. */
  async #settings(): Promise<string> {
    const root = mkdtempSync(join(tmpdir(), 'dokku-cluster-'));
    process.once('exit', () => rmSync(root, { recursive: true, force: true }));
    const { kubeconfig, registryServer, buildkit } = clusterUnderTest();
    for (const command of [
      ['scheduler-k3s:set', '--global', 'kubeconfig-path', kubeconfig],
      ['registry:set', '--global', 'server', registryServer],
      ['builder:set', '--global', 'buildkit-address', buildkit],
      ['domains:set-global', 'example.test'],
    ]) {
      const { status, text } = await this.dokku(command, { env: { DOKKU_ROOT: root } });
      if (status !== 0) throw new Error(`dokku ${command.join(' ')} ended with ${status}:\n${text}`);
    }
    return root;
  }

  /** Starts the server with the launcher `program`. */
  async serve(program = launcher): Promise<void> {
    this.port ||= await freePort();
    const address = `127.0.0.1:${this.port}`;
    this.httpPort ||= await freePort();
    const http = `127.0.0.1:${this.httpPort}`;
    this.server = this.spawn(program, ['server', '--ssh-listen', address, '--http-listen', http]);
    await until(() => {
      if (this.server!.child.exitCode !== null) throw new Error(`The server ended:\n${this.server!.text()}`);
      return answers(this.port);
    }, 'the server to listen');
  }

  /** Returns an app name that no other test uses. */
  app(name: string): string {
    const app = `${name}-${this.id}`;
    this.#apps.add(app);
    return app;
  }

  /** Creates an app with minimal resource requests, so that many apps fit on the engine's one node. */
  async create(name: string): Promise<string> {
    const app = this.app(name);
    await this.must('apps:create', app);
    await this.must('resource:reserve', '--cpu', '5m', '--memory', '16Mi', app);
    return app;
  }

  get namespace(): string {
    return `test-${this.id}`;
  }

  /** Creates a Git repository with the files of a fixture. `files` overrides them; null removes a file. */
  async repository(fixture: string, files: Record<string, string | null> = {}): Promise<Repository> {
    const path = mkdtempSync(join(this.folder, 'repo-'));
    if (fixture) cpSync(join(fixtures, fixture), path, { recursive: true });
    const repository = new Repository(this, path);
    await repository.client.init(['--initial-branch=main']);
    await repository.commit('first', files);
    return repository;
  }

  dokku(args: string[], options: RunOptions = {}): Promise<Ended> {
    return this.run(launcher, args, options);
  }

  /** Runs a command that must succeed. Returns its standard output. */
  async must(...args: string[]): Promise<string> {
    const { status, stdout, text } = await this.dokku(args);
    if (status !== 0) throw new Error(`dokku ${args.join(' ')} ended with ${status}:\n${text}`);
    return stdout;
  }

  /** Runs a command over SSH with the key of the installation, or with another private key. */
  ssh(args: string[], options: RunOptions & { key?: string } = {}): Promise<Ended> {
    return this.run(
      'ssh',
      [...this.sshOptions(options.key), '-p', String(this.port), 'dokku@127.0.0.1', ...args],
      options,
    );
  }

  /** Creates a key pair. The server knows it when `flags` are given. Returns the path of the private key. */
  async makeKey(name: string, flags?: string[]): Promise<string> {
    const key = join(this.folder, `key-${name}`);
    await this.run('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', key]);
    if (flags) await this.must('ssh-keys:add', ...flags, name, `${key}.pub`);
    return key;
  }

  sshOptions(key = this.key): string[] {
    const known = join(this.folder, 'known_hosts');
    const options = [
      `UserKnownHostsFile=${known}`,
      'StrictHostKeyChecking=accept-new',
      'IdentitiesOnly=yes',
      'BatchMode=yes',
    ];
    return ['-F', '/dev/null', '-i', key, ...options.flatMap((option) => ['-o', option])];
  }

  async run(file: string, args: string[], options: RunOptions = {}): Promise<Ended> {
    return this.spawn(file, args, options).ended;
  }

  spawn(file: string, args: string[], { cwd, env, input, open }: RunOptions = {}): Running {
    // A process group of its own, so that a test can send Ctrl-C to all its processes.
    const child = spawn(file, args, {
      cwd: cwd ?? this.folder,
      env: { ...this.env, ...env },
      stdio: 'pipe',
      detached: true,
    });
    let stdout = '';
    let text = '';
    child.stdout.setEncoding('utf8').on('data', (chunk) => {
      stdout += chunk;
      text += chunk;
    });
    child.stderr.setEncoding('utf8').on('data', (chunk) => {
      text += chunk;
    });
    child.stdin.on('error', () => {});
    if (input !== undefined) child.stdin.write(input);
    if (!open) child.stdin.end();
    const ended = once(child, 'close').then(([status]) => ({ status: status ?? -1, stdout, text }));
    return { child, text: () => text, ended, interrupt: () => process.kill(-child.pid!, 'SIGINT') };
  }

  /** Returns the app's response through the ingress; undefined if the status is not 200. */
  async get(app: string, path = '/'): Promise<string | undefined> {
    const answer = await ask(`${app}.example.test`, path);
    return 'body' in answer ? answer.body : undefined;
  }

  async kubectl(...args: string[]): Promise<string> {
    const { status, stdout, text } = await this.run('kubectl', ['--namespace', this.namespace, ...args], {
      env: forKubectl(),
    });
    if (status !== 0) throw new Error(`kubectl ${args.join(' ')}: ${text}`);
    return stdout;
  }

  /** Applies one object with `kubectl apply`. */
  async apply(object: object): Promise<void> {
    const { status, text } = await this.run('kubectl', ['apply', '--filename', '-'], {
      env: forKubectl(),
      input: JSON.stringify(object),
    });
    if (status !== 0) throw new Error(`kubectl apply: ${text}`);
  }

  async kubeJson<T>(...args: string[]): Promise<T> {
    const read = await readObjects(this.namespace, args);
    return (read ?? JSON.parse(await this.kubectl(...args, '--output', 'json'))) as T;
  }

  async end(): Promise<void> {
    if (this.server) {
      this.server.child.kill('SIGTERM');
      this.server.child.kill('SIGTERM');
      await this.server.ended;
    }
    await this.kubectl('delete', 'namespace', this.namespace, '--ignore-not-found', '--wait=false');
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** A user's working copy. */
export class Repository {
  readonly path: string;
  readonly client: SimpleGit;
  /** The private key of the user who pushes; default: the key of the installation. */
  key: string | undefined;
  readonly #installation: Installation;

  constructor(installation: Installation, path: string) {
    this.#installation = installation;
    this.path = path;
    this.client = gitClient(path, { ...installation.env, ...this.#variables() });
  }

  async commit(message: string, files: Record<string, string | null> = {}): Promise<string> {
    for (const [name, content] of Object.entries(files)) {
      const file = join(this.path, name);
      if (content === null) rmSync(file, { recursive: true, force: true });
      else {
        mkdirSync(join(file, '..'), { recursive: true });
        writeFileSync(file, content);
      }
    }
    await this.client.add(['--all']);
    await this.client.commit(message, { '--allow-empty': null });
    return this.client.revparse(['HEAD']);
  }

  async git(...args: string[]): Promise<string> {
    const { status, stdout, text } = await this.start(args).ended;
    if (status !== 0) throw new Error(`git ${args.join(' ')} ended with ${status}:\n${text}`);
    return stdout;
  }

  /** Runs `git push` over SSH. Returns the result with all output. */
  push(app: string, ...args: string[]): Promise<Ended> {
    return this.startPush(app, ...args).ended;
  }

  startPush(app: string, ...args: string[]): Running {
    const url = `ssh://dokku@127.0.0.1:${this.#installation.port}/${app}`;
    const refs = args.some((arg) => !arg.startsWith('-')) ? [] : ['main'];
    const flags = args.filter((arg) => arg.startsWith('-'));
    const named = args.filter((arg) => !arg.startsWith('-'));
    return this.start(['push', ...flags, url, ...named, ...refs]);
  }

  /** Starts git. `env` is added to the variables for the user's identity and key. */
  start(args: string[], env: Record<string, string> = {}): Running {
    return this.#installation.spawn('git', args, { cwd: this.path, env: { ...this.#variables(), ...env } });
  }

  #variables(): Record<string, string> {
    return {
      GIT_AUTHOR_NAME: 'Ada',
      GIT_AUTHOR_EMAIL: 'ada@example.test',
      GIT_COMMITTER_NAME: 'Ada',
      GIT_COMMITTER_EMAIL: 'ada@example.test',
      GIT_CONFIG_GLOBAL: '/dev/null',
      GIT_SSH_COMMAND: ['ssh', ...this.#installation.sshOptions(this.key)].join(' '),
    };
  }
}

/** Ends the wait for a condition that never becomes true. No step takes nearly as long on a loaded machine. */
const maxWaitSeconds = 180;

/** Waits for a condition. Checks ten times a second, or less often when a check is slow. */
export async function until<T>(
  condition: () => Promise<T | undefined | false> | T | undefined | false,
  what: string,
): Promise<T> {
  const deadline = Date.now() + maxWaitSeconds * 1000;
  for (;;) {
    const began = Date.now();
    const result = await condition();
    if (result) return result;
    if (Date.now() > deadline) throw new Error(`Timed out after ${maxWaitSeconds} s waiting for ${what}`);
    await delay(Math.min(Math.max(100, 2 * (Date.now() - began)), 1000));
  }
}

export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  server.close();
  await once(server, 'close');
  return port;
}

export function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('data', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });
}
