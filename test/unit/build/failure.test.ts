import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { explainFailure } from '../../../src/build/dockerfile/failure.ts';
import { undecodableNames } from '../../../src/build/dockerfile/undecodable-names.ts';
import { ExecFailure } from '../../../src/exec/failure.ts';

const explain = (
  lastWords: string[],
  more: Partial<Parameters<typeof explainFailure>[1]> = {},
  outcome: Partial<ExecFailure['outcome']> = {},
) =>
  explainFailure(
    new ExecFailure({
      command: 'buildctl',
      stdout: '',
      stderr: '',
      exitCode: 1,
      signal: undefined,
      timedOut: false,
      ...outcome,
    }),
    {
      app: 'demo',
      lastWords,
      failed: undefined,
      running: undefined,
      dockerfilePath: 'docker/web.Dockerfile',
      address: 'unix:///b.sock',
      name: 'r.example:5000/demo:3',
      silence: '30 min 0 s',
      undecodableNames: () => [],
      ...more,
    },
  );

// The texts are original messages of BuildKit 0.34.
describe('explainFailure', () => {
  it('names the files whose names BuildKit does not accept', () => {
    const folder = mkdtempSync(join(tmpdir(), 'dokku-names-'));
    try {
      for (const name of ['plain', 'ü', 'caf\xe9'])
        writeFileSync(Buffer.from(join(folder, name), 'latin1'), '');
      const failure = explain(
        ['error: failed to solve: rpc error: code = Internal desc = string field contains invalid UTF-8'],
        { undecodableNames: () => undecodableNames(folder) },
      );
      expect(failure.code).to.equal('build.name');
      expect(failure.details.slice(0, -1)).to.have.members(['caf\\351', '\\374']);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it('names the failing command, its exit status, line and output', () => {
    const failure = explain(
      [
        'Dockerfile:2',
        '--------------------',
        '   1 |     FROM busybox',
        '   2 | >>> RUN make all',
        'error: failed to solve: process "/bin/sh -c make all" did not complete successfully: exit code: 7',
      ],
      { failed: { name: '[2/2] RUN make all', error: 'x', tail: ['hello', 'oops'] } },
    );
    expect(failure.message).to.equal(
      'RUN make all failed with exit status 7 (docker/web.Dockerfile, line 2)',
    );
    expect(failure.details).to.deep.equal(['hello', 'oops']);
  });

  const cases: [string, string, string, string][] = [
    [
      'build.base-missing',
      'nosuch:1: failed to resolve source metadata for docker.io/library/nosuch:1: docker.io/library/nosuch:1: not found',
      'The base image docker.io/library/nosuch:1 does not exist',
      'FROM',
    ],
    [
      'build.base-denied',
      'x: failed to resolve source metadata for ghcr.io/a/b:1: pull access denied, repository does not exist or may require authorization: insufficient_scope',
      'ghcr.io/a/b:1',
      'registry:login --password-stdin demo ghcr.io',
    ],
    [
      'build.base-unreachable',
      'x: failed to resolve source metadata for r.example/a:1: failed to do request: Head "https://r.example/v2/": dial tcp: lookup r.example: no such host',
      'no such host',
      'r.example',
    ],
    [
      'build.syntax',
      'dockerfile parse error on line 2: unknown instruction: RUNN (did you mean RUN?)',
      'docker/web.Dockerfile, line 2: unknown instruction: RUNN (did you mean RUN?)',
      'Correct docker/web.Dockerfile',
    ],
    ['build.syntax', 'the Dockerfile cannot be empty', 'cannot be empty', 'Correct docker/web.Dockerfile'],
    [
      'build.file-missing',
      'failed to compute cache key: failed to calculate checksum of ref abc::def: "/package.json": not found',
      'package.json, which a step copies, is not in the build context',
      '.dockerignore',
    ],
    ['build.secret', 'secret npm: not found', 'needs the secret npm', '--secret id=npm,env=NPM'],
    [
      'registry.push',
      'failed to push r.example:5000/demo:3: failed to do request: Head "http://r.example:5000/v2/": dial tcp: connection refused',
      'refused the image',
      'registry:report',
    ],
    [
      'registry.push',
      'failed to push r.example:5000/demo:3: unexpected status from HEAD request to x: 401 Unauthorized',
      'refused the image',
      'registry:login --password-stdin --global r.example:5000',
    ],
    [
      'build.failed',
      'something that nobody has seen before',
      'something that nobody has seen before',
      'push again',
    ],
  ];
  for (const [code, error, message, hint] of cases) {
    it(`${code}: ${error.slice(0, 50)}…`, () => {
      const failure = explain([`error: failed to solve: ${error}`]);
      expect(failure.code).to.equal(code);
      expect(failure.message).to.contain(message);
      expect(failure.hint.join('\n')).to.contain(hint);
    });
  }

  it('reports a BuildKit that does not answer', () => {
    const failure = explain([
      'error: listing workers for Build: failed to list workers: Unavailable: connection error: desc = "transport: Error while dialing: dial unix /b.sock: connect: no such file or directory"',
    ]);
    expect(failure.message).to.equal('BuildKit does not answer at unix:///b.sock');
  });

  it('distinguishes a silent build from a failed build', () => {
    const failure = explain(
      [],
      { running: '[2/2] RUN sleep' },
      { exitCode: undefined, signal: 'SIGTERM', timedOut: true },
    );
    expect(failure.message).to.equal(
      'The build was stopped after 30 min 0 s without output in [2/2] RUN sleep',
    );
  });

  it('reports that buildctl is not installed', () => {
    const failure = explain(
      ['setpriv: failed to execute buildctl: No such file or directory'],
      {},
      { exitCode: 127 },
    );
    expect(failure.code).to.equal('build.no-buildctl');
  });
});
