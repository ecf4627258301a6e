import { expect } from 'chai';
import { LogLines } from '../../../src/build/dockerfile/log-lines.ts';
import { BuildProgress } from '../../../src/build/dockerfile/progress.ts';
import { asksForBuiltInSyntax } from '../../../src/build/dockerfile/syntax.ts';
import { Output } from '../../../src/core/output.ts';

const base64 = (text: string) => Buffer.from(text).toString('base64');

describe('Progress', () => {
  const show = (feed: (progress: BuildProgress, advance: (milliseconds: number) => void) => void) => {
    let text = '';
    let now = 0;
    const sink = {
      write: (more: string) => {
        text += more;
      },
    };
    feed(
      new BuildProgress(new Output({ stdout: sink, stderr: sink }), 'docker/web.Dockerfile', () => now),
      (milliseconds) => {
        now += milliseconds;
      },
    );
    return text.split('\n').slice(0, -1);
  };
  const run = { digest: 'r', name: '[2/3] RUN npm ci', started: 't' };
  const other = { digest: 'o', name: '[web 2/2] RUN make', started: 't' };

  it('shows a step with its output below it, and a cached one as a single line', () => {
    const lines = show((progress) => {
      progress.add({
        vertexes: [{ digest: 'i', name: '[internal] load build context', started: 't', completed: 't' }],
      });
      progress.add({
        vertexes: [
          {
            digest: 'f',
            name: `[1/3] FROM docker.io/library/node:24@sha256:${'0'.repeat(64)}`,
            started: 't',
            completed: 't',
            cached: true,
          },
        ],
      });
      progress.add({ vertexes: [run] });
      progress.add({ logs: [{ vertex: 'r', stream: 1, data: base64('added 3 pack') }] });
      progress.add({ logs: [{ vertex: 'r', stream: 1, data: base64('ages\n\u001b[32mdone\u001b[0m') }] });
      progress.add({ vertexes: [{ ...run, completed: 't' }] });
    });
    expect(lines).to.deep.equal([
      '       [1/3] FROM node:24 (cached)',
      '       [2/3] RUN npm ci',
      '         added 3 packages',
      '         done',
    ]);
  });

  it('repeats the name of a step when two take turns', () => {
    const lines = show((progress) => {
      progress.add({ vertexes: [run, other] });
      for (const vertex of ['r', 'o', 'r'])
        progress.add({ logs: [{ vertex, stream: 1, data: base64(`from ${vertex}\n`) }] });
    });
    expect(lines.slice(2)).to.deep.equal([
      '       [2/3] RUN npm ci',
      '         from r',
      '       [web 2/2] RUN make',
      '         from o',
      '       [2/3] RUN npm ci',
      '         from r',
    ]);
  });

  it('prints the running step after a long silence', () => {
    const lines = show((progress, advance) => {
      progress.add({ vertexes: [run] });
      advance(9000);
      progress.heartbeat(10_000);
      advance(1000);
      progress.heartbeat(10_000);
    });
    expect(lines).to.deep.equal([
      '       [2/3] RUN npm ci',
      '       still running: [2/3] RUN npm ci (10.0 s)',
    ]);
  });

  it('keeps the output of the step that failed', () => {
    let failed: BuildProgress['failed'];
    show((progress) => {
      progress.add({ vertexes: [run, other] });
      progress.add({ logs: [{ vertex: 'r', stream: 2, data: base64('oops') }] });
      progress.add({ vertexes: [{ ...run, completed: 't', error: 'exit code: 7' }] });
      progress.add({ vertexes: [{ ...other, completed: 't', error: 'context canceled' }] });
      failed = progress.failed;
    });
    expect(failed).to.deep.equal({ name: '[2/3] RUN npm ci', error: 'exit code: 7', tail: ['oops'] });
  });

  it("prints a linter's warning once, with its line", () => {
    const warning = { short: base64('JSON arguments recommended for CMD'), range: [{ start: { line: 4 } }] };
    expect(show((progress) => progress.add({ warnings: [warning, warning] }))).to.deep.equal([
      ' !     docker/web.Dockerfile, line 4: JSON arguments recommended for CMD',
    ]);
  });
});

describe('LogLines', () => {
  it('joins split characters and keeps the last state of a progress bar', () => {
    const lines = new LogLines();
    const bytes = Buffer.from('10%\r50%\r100%\ngrün\n');
    const cut = bytes.indexOf(0xbc);
    expect([
      ...lines.push(bytes.subarray(0, cut)),
      ...lines.push(bytes.subarray(cut)),
      ...lines.end(),
    ]).to.deep.equal(['100%', 'grün']);
  });
});

describe('asksForBuiltInSyntax', () => {
  for (const [line, expected] of [
    ['# syntax=docker/dockerfile:1', true],
    ['# syntax = docker.io/docker/dockerfile:1.7', true],
    ['# check=skip=all\n# syntax=docker/dockerfile:1', true],
    ['#syntax=docker/dockerfile:1-labs', false],
    ['# syntax=example.com/own:1', false],
    [`# syntax=docker/dockerfile:1@sha256:${'0'.repeat(64)}`, false],
    ['FROM busybox\n# syntax=docker/dockerfile:1', false],
    ['# just a comment\n# syntax=docker/dockerfile:1', false],
  ] as const) {
    it(`${JSON.stringify(line)} → ${expected}`, () => {
      expect(asksForBuiltInSyntax(line)).to.equal(expected);
    });
  }
});
