import { expect } from 'chai';
import { Output, type OutputOptions } from '../../../src/core/output.ts';

function speak(
  options: Partial<OutputOptions>,
  say: (out: Output) => void,
): { stdout: string; stderr: string } {
  const written = { stdout: '', stderr: '' };
  const sink = (name: keyof typeof written) => ({
    write(text: string) {
      written[name] += text;
    },
  });
  say(new Output({ stdout: sink('stdout'), stderr: sink('stderr'), ...options }));
  return written;
}

function everything(out: Output): void {
  out.header('header');
  out.step('step');
  out.detail('detail\nsecond line');
  out.line('data');
  out.warn('warning');
  out.fail('failure');
  out.debug('debug');
}

describe('Output', () => {
  it("has Dokku's prefixes, and warnings on stderr", () => {
    expect(speak({}, everything)).to.deep.equal({
      stdout: '=====> header\n-----> step\n       detail\n       second line\ndata\n',
      stderr: ' !     warning\n !     failure\n',
    });
  });

  it('omits headers and steps when quiet', () => {
    expect(speak({ quiet: true }, everything).stdout).to.equal('       detail\n       second line\ndata\n');
  });

  it('prints debug lines under --trace only', () => {
    expect(speak({ trace: true }, everything).stderr).to.match(/\n \? {5}debug\n$/);
  });

  it('uses colours only on a terminal', () => {
    expect(speak({ color: true }, (out) => out.warn('x')).stderr).to.contain('\u001b[33m');
    expect(speak({}, (out) => out.line(out.paint('red', 'x'))).stdout).to.equal('x\n');
  });

  it('redacts everything except text that is printed unredacted on purpose', () => {
    const { stdout, stderr } = speak({}, (out) => {
      out.redactor.register('topsecret');
      everything(out);
      out.detail('a topsecret');
      out.raw('topsecret,');
      out.json({ key: 'topsecret' });
      out.fail('topsecret');
      out.printUnredacted('topsecret');
    });
    expect(stdout).to.match(/ {7}a \*{7}\n\*{7},\{"key":"\*{7}"\}\ntopsecret\n$/);
    expect(stderr).not.to.contain('topsecret');
  });

  it('joins stderr to stdout and copies both to a log', () => {
    const log: string[] = [];
    const written = speak({}, (out) => {
      const joined = out.joined({ write: (text) => log.push(text) });
      joined.step('one');
      joined.warn('two');
    });
    expect(written).to.deep.equal({ stdout: '-----> one\n !     two\n', stderr: '' });
    expect(log.join('')).to.equal(written.stdout);
  });
});
