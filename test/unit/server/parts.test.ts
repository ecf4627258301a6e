import { PassThrough } from 'node:stream';
import { expect } from 'chai';
import { commandTable } from '../../../src/commands/table.ts';
import { Failure } from '../../../src/core/failure.ts';
import { formatAddress, parseListenAddress } from '../../../src/server/listen-address.ts';
import { LoginLimit } from '../../../src/server/login-limit.ts';
import { RemoteTerminal } from '../../../src/server/terminal.ts';
import { preloadedCommands } from '../../../src/server/worker.ts';

describe('parseListenAddress', () => {
  it('parses every form, and prints the same text', () => {
    expect(parseListenAddress('0.0.0.0:3022')).to.deep.equal({ host: '0.0.0.0', port: 3022 });
    expect(parseListenAddress('[::1]:22')).to.deep.equal({ host: '::1', port: 22 });
    expect(parseListenAddress(':3080')).to.deep.equal({ host: '::', port: 3080 });
    expect(parseListenAddress('off')).to.equal(undefined);
    expect(formatAddress({ host: '::1', port: 22 })).to.equal('[::1]:22');
  });

  it('refuses any other text', () => {
    for (const text of ['', '22', 'host', 'host:', 'host:70000', '::1:22', 'a:b:1'])
      expect(() => parseListenAddress(text), text).to.throw(Failure);
  });
});

describe('LoginLimit', () => {
  it('makes an address wait after 30 failures, for the rest of the minute', () => {
    const limit = new LoginLimit();
    for (let count = 0; count < 29; count++) limit.failed('a', 0);
    expect(limit.waitOf('a', 1000)).to.equal(0);
    limit.failed('a', 1000);
    expect(limit.waitOf('a', 1000)).to.equal(59);
    expect(limit.waitOf('b', 1000)).to.equal(0);
    expect(limit.waitOf('a', 60_000)).to.equal(0);
  });

  it('stores a limited number of addresses', () => {
    const limit = new LoginLimit();
    for (let count = 0; count < 30; count++) limit.failed('first', 0);
    for (let count = 0; count < 10_000; count++) limit.failed(`other ${count}`, 0);
    expect(limit.waitOf('first', 0)).to.equal(0);
  });
});

describe('RemoteTerminal', () => {
  function terminal() {
    const streams = { stdin: new PassThrough(), stdout: new PassThrough() };
    let interrupted = 0;
    const made = new RemoteTerminal({ columns: 80, rows: 24 }, streams, () => interrupted++);
    return {
      made,
      type: (keys: string) => void streams.stdin.write(keys),
      shown: () => String(streams.stdout.read() ?? ''),
      lines: () => String(made.stdin.read() ?? ''),
      interrupted: () => interrupted,
    };
  }
  const settled = () => new Promise((resolve) => setImmediate(resolve));

  it('passes on whole lines, echoes and erases', async () => {
    const { type, shown, lines, interrupted } = terminal();
    type('ab');
    await settled();
    expect(lines()).to.equal('');
    type('\u007fc\r');
    await settled();
    expect(lines()).to.equal('ac\n');
    expect(shown()).to.equal('ab\b \bc\r\n');
    type('\u0003');
    await settled();
    expect(interrupted()).to.equal(1);
  });

  it('ends the input with Ctrl-D on an empty line', async () => {
    const { made, type, lines } = terminal();
    type('ab\u0004');
    await settled();
    expect(lines()).to.equal('');
    expect(made.stdin.readableEnded, 'after Ctrl-D in a line').to.equal(false);
    type('\r\u0004');
    await settled();
    expect(lines()).to.equal('ab\n');
    await settled();
    lines();
    await settled();
    expect(made.stdin.readableEnded, 'after Ctrl-D on an empty line').to.equal(true);
  });

  it('changes nothing in raw mode', async () => {
    const { made, type, shown, lines, interrupted } = terminal();
    made.setRaw(true);
    made.stdout.write('a\nb');
    type('x\u0003\r');
    await settled();
    expect(shown()).to.equal('a\nb');
    expect(lines()).to.equal('x\u0003\r');
    expect(interrupted()).to.equal(0);
  });

  it('reports new sizes until the listener is removed', () => {
    const { made } = terminal();
    const end = new AbortController();
    const sizes: number[] = [];
    made.onResize(({ columns }) => sizes.push(columns), end.signal);
    made.resize({ columns: 100, rows: 30 });
    end.abort();
    made.resize({ columns: 120, rows: 30 });
    expect(sizes).to.deep.equal([100]);
    expect(made.columns).to.equal(120);
  });
});

describe('a waiting worker', () => {
  it('loads commands that exist', () => {
    expect(preloadedCommands.filter((name) => !Object.hasOwn(commandTable.commands, name))).to.deep.equal([]);
  });
});
