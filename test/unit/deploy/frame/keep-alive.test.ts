import { mock } from 'node:test';
import { expect } from 'chai';
import { KeepAlive } from '../../../../src/deploy/frame/keep-alive.ts';

describe('KeepAlive', () => {
  let said: string[];
  let doing: string | undefined;

  beforeEach(() => {
    mock.timers.enable({ apis: ['setInterval', 'Date'] });
    said = [];
    doing = undefined;
  });
  afterEach(() => mock.timers.reset());

  const keepAlive = () => new KeepAlive({ write: (text) => void said.push(text) }, () => doing);

  it('prints the current work after ten seconds without output', () => {
    using _ = keepAlive();
    mock.timers.tick(9_999);
    expect(said).to.deep.equal([]);
    mock.timers.tick(1);
    doing = 'build';
    mock.timers.tick(10_000);
    expect(said).to.deep.equal([
      '       … working, 10.0 s since the start\n',
      '       … build, 20.0 s since the start\n',
    ]);
  });

  it('prints nothing until ten seconds after the last output', () => {
    using alive = keepAlive();
    for (let line = 1; line <= 5; line++) {
      mock.timers.tick(6_000);
      alive.write(`line ${line}\n`);
    }
    expect(said).to.have.length(5);
    mock.timers.tick(10_000);
    expect(said.at(-1)).to.equal('       … working, 40.0 s since the start\n');
  });

  it('prints nothing after its end', () => {
    const alive = keepAlive();
    alive[Symbol.dispose]();
    alive.write('the end\n');
    mock.timers.tick(60_000);
    expect(said).to.deep.equal(['the end\n']);
  });
});
