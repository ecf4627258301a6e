import {
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join, normalize } from 'node:path';
import { expect } from 'chai';
import { execa } from 'execa';
import { environmentFrom, repositoryPath } from '../../../src/core/environment.ts';
import { Failure } from '../../../src/core/failure.ts';
import { readCommit } from '../../../src/git/commit.ts';
import { extractTree } from '../../../src/git/extract.ts';
import { lfsPointers } from '../../../src/git/lfs-pointers.ts';
import { ensureRepository, initializeRepository } from '../../../src/git/repository.ts';

const { signal } = new AbortController();

describe('extractTree', () => {
  let root: string;
  let repository: string;
  let work: string;
  let count = 0;

  before(async () => {
    root = mkdtempSync(join(tmpdir(), 'dokku-git-'));
    repository = await ensureRepository(environmentFrom({ DOKKU_ROOT: root }, '/nowhere'), 'shop');
  });
  beforeEach(async () => {
    work = await clone();
  });
  after(() => rmSync(root, { recursive: true }));

  const git = (folder: string, ...args: string[]) => gitAt(undefined, folder, ...args);
  const gitAt = (date: string | undefined, folder: string, ...args: string[]) =>
    execa('git', ['-C', folder, '-c', 'user.name=Alice', '-c', 'user.email=a@b.c', ...args], {
      env: { GIT_CONFIG_NOSYSTEM: '1', HOME: root, ...(date && { GIT_COMMITTER_DATE: date }) },
    });

  async function clone(): Promise<string> {
    const folder = join(root, `work-${count++}`);
    await git(root, 'init', '--quiet', '--initial-branch=main', folder);
    return folder;
  }

  function write(folder: string, files: Record<string, string>): void {
    for (const [path, content] of Object.entries(files)) {
      mkdirSync(join(folder, path, '..'), { recursive: true });
      writeFileSync(join(folder, path), content);
    }
  }

  /** Commits all changes and pushes them to the bare repository, bypassing its hook. Returns the commit id. */
  async function commit(folder: string, target = repository, date?: string): Promise<string> {
    await git(folder, 'add', '--all');
    await gitAt(date, folder, 'commit', '--quiet', '-m', 'Change "things"');
    await git(target, 'fetch', '--quiet', folder, '+main:refs/heads/main');
    return (await git(folder, 'rev-parse', 'HEAD')).stdout;
  }

  const dest = () => join(root, `dest-${count++}`, 'source');

  async function failure(promise: Promise<unknown>): Promise<Failure> {
    const error = await promise.then(
      () => undefined,
      (reason: unknown) => reason,
    );
    expect(error).to.be.instanceOf(Failure);
    return error as Failure;
  }

  it('writes every file as it was committed, whatever the attributes say', async () => {
    write(work, {
      '.gitattributes': 'secret export-ignore\nid.txt export-subst\n',
      secret: 'kept\n',
      'id.txt': '$Format:%H$\n',
      'bin/run': '#!/bin/sh\n',
    });
    await execa('chmod', ['+x', join(work, 'bin/run')]);
    symlinkSync('/etc/passwd', join(work, 'link'));
    const rev = await commit(work);
    const to = dest();
    await extractTree(repository, rev, to, { signal });
    expect(readFileSync(join(to, 'secret'), 'utf8')).to.equal('kept\n');
    expect(readFileSync(join(to, 'id.txt'), 'utf8')).to.equal('$Format:%H$\n');
    expect(lstatSync(join(to, 'bin/run')).mode & 0o111).to.not.equal(0);
    expect(lstatSync(join(to, 'link')).isSymbolicLink()).to.equal(true);
    expect(existsSync(join(to, '.git'))).to.equal(false);
  });

  it('gives files and folders the modes of a checkout, whatever the umask', async () => {
    write(work, { 'bin/run': '#!/bin/sh\n', 'a.txt': 'a' });
    await execa('chmod', ['+x', join(work, 'bin/run')]);
    const rev = await commit(work);
    for (const umask of [0o077, 0o002]) {
      const to = dest();
      const before = process.umask(umask);
      try {
        await extractTree(repository, rev, to, { signal });
      } finally {
        process.umask(before);
      }
      const modes = ['a.txt', 'bin', 'bin/run'].map((path) =>
        (lstatSync(join(to, path)).mode & 0o7777).toString(8),
      );
      expect(modes).to.deep.equal(['644', '755', '755']);
    }
  });

  it('writes files of any name that Linux can have', async () => {
    const names = [
      ...[
        'new\nline',
        'back\\slash',
        '\x01\x1b[31m',
        '-rf',
        '--help',
        'n'.repeat(255),
        'README',
        'readme',
        ' ',
        '*',
      ],
      ...['..a', '$HOME', '"', "'", 'a:b', '\ufffd'],
    ].map((name) => Buffer.from(name));
    names.push(
      Buffer.from('caf\xe9', 'latin1'),
      Buffer.from([0xff, 0xfe]),
      Buffer.from('ordner-\xfc/a', 'latin1'),
    );
    const inWork = (name: Buffer) => Buffer.concat([Buffer.from(`${work}/`), name]);
    mkdirSync(inWork(Buffer.from('ordner-\xfc', 'latin1')));
    for (const name of names) writeFileSync(inWork(name), name);
    const to = dest();
    await extractTree(repository, await commit(work), to, { signal });
    for (const name of names) {
      const path = Buffer.concat([Buffer.from(`${to}/`), name]);
      expect(readFileSync(path).equals(name), name.toString()).to.equal(true);
      expect(Number.isInteger(lstatSync(path).mtimeMs / 1000), `time of ${name}`).to.equal(false);
    }
  });

  /** Commits a tree that no working folder can hold. */
  async function commitTree(entries: string): Promise<string> {
    const { stdout: tree } = await execa('git', ['-C', repository, 'mktree'], { input: entries });
    return (await git(repository, 'commit-tree', '-m', 'Long', tree)).stdout;
  }

  it('names the files whose names are too long for Linux', async () => {
    const { stdout: blob } = await execa('git', ['-C', repository, 'hash-object', '-w', '--stdin'], {
      input: 'x',
    });
    const rev = await commitTree(
      ['a', 'b'].map((name) => `100644 blob ${blob}\t${name.repeat(300)}\n`).join(''),
    );
    const error = await failure(extractTree(repository, rev, dest(), { signal }));
    expect(error.code).to.equal('git.name-too-long');
    expect(error.details.map((line) => line.slice(0, 3))).to.deep.equal(['aaa', 'bbb']);
    let tree = (await execa('git', ['-C', repository, 'mktree'], { input: `100644 blob ${blob}\tfile\n` }))
      .stdout;
    for (let depth = 0; depth < 20; depth++)
      tree = (
        await execa('git', ['-C', repository, 'mktree'], {
          input: `040000 tree ${tree}\t${'d'.repeat(203)}\n`,
        })
      ).stdout;
    const deep = (await git(repository, 'commit-tree', '-m', 'Deep', tree)).stdout;
    expect((await failure(extractTree(repository, deep, dest(), { signal }))).code).to.equal(
      'git.name-too-long',
    );
  });

  it('gives the files of two commits in one second different times, and those of one commit the same', async () => {
    const date = '2026-01-02T03:04:05Z';
    const times: number[] = [];
    for (const content of ['one', 'two']) {
      write(work, { 'a.txt': content, 'folder/b.txt': 'b' });
      symlinkSync('a.txt', join(work, content));
      const to = dest();
      await extractTree(repository, await commit(work, repository, date), to, { signal });
      const each = ['a.txt', 'folder/b.txt', content].map((file) => lstatSync(join(to, file)).mtimeMs);
      expect(new Set(each).size).to.equal(1);
      times.push(each[0]!);
    }
    expect(times[0]).not.to.equal(times[1]);
    expect(times.map((time) => Math.floor(time / 1000))).to.deep.equal(
      times.map(() => Date.parse(date) / 1000),
    );
  });

  it('keeps a repository with its history, branch and tags on request', async () => {
    write(work, { 'a.txt': '1' });
    const first = await commit(work);
    await git(work, 'tag', 'v1');
    await git(work, 'tag', '-a', '-m', 'x', 'v1-annotated');
    await git(work, 'tag', '-a', '-m', 'x', 'v1-nested', 'v1-annotated');
    await git(work, 'tag', 'a-tree', 'HEAD^{tree}');
    await git(work, 'tag', 'deleted');
    await git(repository, 'fetch', '--quiet', '--tags', work);
    write(work, { 'a.txt': '2' });
    const rev = await commit(work);
    await git(work, 'commit', '--quiet', '--allow-empty', '-m', 'Later');
    await git(work, 'tag', 'later');
    await git(repository, 'fetch', '--quiet', '--tags', work);
    // The tags of a push are not refs yet.
    const pushedTags = [
      { ref: 'refs/tags/v2', oldRev: '0'.repeat(40), newRev: rev },
      { ref: 'refs/tags/deleted', oldRev: first, newRev: '0'.repeat(40) },
    ];
    const to = dest();
    const keepGitDir = { branch: 'live', pushedTags };
    const described = await extractTree(repository, rev, to, { signal, keepGitDir });
    expect((await git(to, 'log', '--format=%s')).stdout.split('\n')).to.have.length(2);
    expect((await git(to, 'rev-parse', 'HEAD')).stdout).to.equal(rev);
    expect((await git(to, 'branch', '--show-current')).stdout).to.equal('live');
    expect((await git(to, 'status', '--porcelain')).stdout).to.equal('');
    expect((await git(to, 'tag')).stdout.split('\n')).to.deep.equal([
      'v1',
      'v1-annotated',
      'v1-nested',
      'v2',
    ]);
    expect((await git(to, 'describe', '--tags')).stdout).to.equal('v2');
    expect((await git(to, 'fsck', '--full')).stdout).to.equal('');
    const [again, other] = await Promise.all(
      [pushedTags, []].map((tags) =>
        extractTree(repository, rev, dest(), { signal, keepGitDir: { branch: 'live', pushedTags: tags } }),
      ),
    );
    expect(again).to.equal(described);
    expect(other).to.not.equal(described);
    expect(await extractTree(repository, rev, dest(), { signal })).to.equal(undefined);
  });

  it('writes a tree whose objects are named by SHA-256', async () => {
    const environment = environmentFrom({ DOKKU_ROOT: root }, '/nowhere');
    await initializeRepository(environment, 'modern', 'sha256');
    const modern = repositoryPath(environment, 'modern');
    const folder = join(root, 'modern');
    await git(root, 'init', '--quiet', '--initial-branch=main', '--object-format=sha256', folder);
    write(folder, { 'a.txt': 'a' });
    const rev = await commit(folder, modern);
    expect(rev).to.have.length(64);
    const to = dest();
    await extractTree(modern, rev, to, { signal, keepGitDir: { branch: 'main' } });
    expect(readFileSync(join(to, 'a.txt'), 'utf8')).to.equal('a');
    expect((await git(to, 'status', '--porcelain', '--branch')).stdout).to.equal('## main');
  });

  it('finds the files that Git LFS would replace, and no other file with the text of a pointer', async () => {
    const pointer = `version https://git-lfs.github.com/spec/v1\noid sha256:${'a'.repeat(64)}\nsize 12345\n`;
    const pointersOf = async (files: Record<string, string>) => {
      write(work, files);
      const to = dest();
      await extractTree(repository, await commit(work), to, { signal });
      return (await lfsPointers(repository, to, signal)).sort();
    };
    expect(await pointersOf({ 'video.mp4': pointer })).to.deep.equal([]);
    const files = {
      '.gitattributes': '*.mp4 filter=lfs diff=lfs merge=lfs -text\n',
      'media/.gitattributes': '*.png filter=lfs\n',
      'media/a b.png': pointer,
      'media/real.mp4': 'x'.repeat(500),
      'example.txt': pointer,
      'large.mp4': pointer + 'x'.repeat(2000),
      'empty.mp4': '',
    };
    expect(await pointersOf(files)).to.deep.equal(['media/a b.png', 'video.mp4']);
  });

  it('gives equal trees of different commits equal ids', async () => {
    write(work, { 'a.txt': 'same' });
    const first = await commit(work);
    await git(work, 'commit', '--quiet', '--allow-empty', '-m', 'Nothing new');
    await git(repository, 'fetch', '--quiet', work, '+main:refs/heads/main');
    const second = (await git(work, 'rev-parse', 'HEAD')).stdout;
    expect(second).to.not.equal(first);
    const tree = (await git(work, 'rev-parse', `${first}^{tree}`)).stdout;
    expect(await readCommit(repository, first)).to.deep.equal({ id: first, tree });
    expect(await readCommit(repository, 'refs/heads/main')).to.deep.equal({ id: second, tree });
  });

  it('stops when it is cancelled', async () => {
    write(work, { 'a.txt': '1' });
    const rev = await commit(work);
    const end = new AbortController();
    end.abort();
    const error = await failure(extractTree(repository, rev, dest(), { signal: end.signal }));
    expect(error.code).to.equal('cancelled');
  });

  describe('with submodules', () => {
    let server: Server;
    let address: string;

    before(async () => {
      // Serves the files of a bare repository like a plain web server: git's oldest HTTP protocol.
      server = createServer((request, response) => {
        const file = join(root, 'served', normalize(new URL(request.url!, 'http://x').pathname));
        if (!existsSync(file) || lstatSync(file).isDirectory()) return response.writeHead(404).end();
        response.end(readFileSync(file));
      });
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
      address = `http://127.0.0.1:${(server.address() as { port: number }).port}`;
    });
    after(() => server.close());

    /** Publishes a repository at an address. Returns its commit. */
    async function publish(
      name: string,
      files: Record<string, string>,
      link?: [string, string],
    ): Promise<string> {
      const source = await clone();
      write(source, files);
      // git add keeps the link of a submodule only while the submodule's folder exists.
      if (link) mkdirSync(join(source, link[0]), { recursive: true });
      if (link) await git(source, 'update-index', '--add', '--cacheinfo', `160000,${link[1]},${link[0]}`);
      const bare = join(root, 'served', name);
      await git(root, 'init', '--quiet', '--bare', '--initial-branch=main', bare);
      const rev = await commit(source, bare);
      await git(bare, 'update-server-info');
      return rev;
    }

    /** Commits the app with submodules: path → [address, commit]. */
    async function commitWith(modules: Record<string, [string, string]>): Promise<string> {
      const sections = Object.entries(modules).map(
        ([path, [url]]) => `[submodule "${path}"]\n\tpath = ${path}\n\turl = ${url}\n`,
      );
      write(work, { '.gitmodules': sections.join(''), 'own.txt': 'own' });
      await git(work, 'add', '--all');
      for (const [path, [, rev]] of Object.entries(modules))
        await git(work, 'update-index', '--add', '--cacheinfo', `160000,${rev},${path}`);
      await git(work, 'commit', '--quiet', '-m', 'Add submodules');
      await git(repository, 'fetch', '--quiet', work, '+main:refs/heads/main');
      return (await git(work, 'rev-parse', 'HEAD')).stdout;
    }

    it('fetches submodules, and their own submodules by relative addresses', async () => {
      const inner = await publish('inner.git', { 'inner.txt': 'inner' });
      const outer = await publish(
        'outer.git',
        {
          'outer.txt': 'outer',
          '.gitattributes': 'kept.txt export-ignore\n',
          'kept.txt': 'kept',
          '.gitmodules': '[submodule "i"]\n\tpath = deps/inner\n\turl = ../inner.git\n',
        },
        ['deps/inner', inner],
      );
      const rev = await commitWith({ 'vendor/outer': [`${address}/outer.git`, outer] });
      const to = dest();
      await extractTree(repository, rev, to, { signal });
      expect(readFileSync(join(to, 'own.txt'), 'utf8')).to.equal('own');
      expect(readFileSync(join(to, 'vendor/outer/outer.txt'), 'utf8')).to.equal('outer');
      expect(readFileSync(join(to, 'vendor/outer/kept.txt'), 'utf8')).to.equal('kept');
      expect(readFileSync(join(to, 'vendor/outer/deps/inner/inner.txt'), 'utf8')).to.equal('inner');
      expect(existsSync(join(to, 'vendor/outer/.git'))).to.equal(false);
    });

    it('fetches submodules inside a hook, where git looks for objects in the quarantine', async () => {
      const inner = await publish('hooked.git', { 'inner.txt': 'inner' });
      const rev = await commitWith({ lib: [`${address}/hooked.git`, inner] });
      const quarantine = mkdtempSync(join(repository, 'objects', 'incoming-'));
      const variables = {
        GIT_QUARANTINE_PATH: quarantine,
        GIT_OBJECT_DIRECTORY: quarantine,
        GIT_ALTERNATE_OBJECT_DIRECTORIES: join(repository, 'objects'),
      };
      Object.assign(process.env, variables);
      try {
        const to = dest();
        await extractTree(repository, rev, to, { signal });
        expect(readFileSync(join(to, 'lib/inner.txt'), 'utf8')).to.equal('inner');
      } finally {
        for (const name of Object.keys(variables)) delete process.env[name];
      }
    });

    it('explains a submodule that cannot be fetched', async () => {
      const rev = await commitWith({ lib: [`${address}/nowhere.git`, '1'.repeat(40)] });
      const error = await failure(extractTree(repository, rev, dest(), { signal }));
      expect(error.message).to.match(/^Could not fetch the submodule lib from http:/);
      expect(error.details.join('\n')).to.match(/not found/);
    });

    it('refuses addresses of this machine, and links without an address', async () => {
      const local = await commitWith({ lib: [join(root, 'served', 'inner.git'), '1'.repeat(40)] });
      expect((await failure(extractTree(repository, local, dest(), { signal }))).code).to.equal(
        'git.submodule-url',
      );
      await git(work, 'update-index', '--add', '--cacheinfo', `160000,${'2'.repeat(40)},stray`);
      await git(work, 'rm', '--quiet', '--cached', 'lib');
      write(work, { '.gitmodules': '' });
      await git(work, 'add', '.gitmodules');
      await git(work, 'commit', '--quiet', '-m', 'Stray link');
      await git(repository, 'fetch', '--quiet', work, '+main:refs/heads/main');
      const rev = (await git(work, 'rev-parse', 'HEAD')).stdout;
      const error = await failure(extractTree(repository, rev, dest(), { signal }));
      expect(error.message).to.equal('The submodule stray has no address in .gitmodules');
    });

    it('refuses a submodule whose path is not UTF-8', async () => {
      const { stdout: tree } = await execa('git', ['-C', repository, 'mktree', '--missing'], {
        input: Buffer.from(`160000 commit ${'2'.repeat(40)}\tcaf\xe9\n`, 'latin1'),
      });
      const rev = (await git(repository, 'commit-tree', '-m', 'Latin-1', tree)).stdout;
      const error = await failure(extractTree(repository, rev, dest(), { signal }));
      expect(error.code).to.equal('git.submodule-path');
    });
  });
});

describe('ensureRepository', () => {
  it('follows an installation that has moved, and leaves the settings of the administrator', async () => {
    const root = mkdtempSync(join(tmpdir(), 'dokku-git-'));
    const hooksOf = (path: string) => execa('git', ['-C', path, 'config', 'core.hooksPath']);
    const path = await ensureRepository(environmentFrom({ DOKKU_ROOT: root }, '/old "place"'), 'shop');
    expect((await hooksOf(path)).stdout).to.equal('/old "place"/hooks');
    await execa('git', ['-C', path, 'config', 'receive.maxInputSize', '1g']);
    await ensureRepository(environmentFrom({ DOKKU_ROOT: root }, '/new'), 'shop');
    expect((await hooksOf(path)).stdout).to.equal('/new/hooks');
    expect((await execa('git', ['-C', path, 'config', 'receive.maxInputSize'])).stdout).to.equal('1g');
    rmSync(root, { recursive: true });
  });
});
