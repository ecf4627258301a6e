import { expect } from 'chai';
import { checkSysctlName, checkSysctlValue } from '../../../src/cluster/node-sysctls/check.ts';
import type { Failure } from '../../../src/core/failure.ts';

function refusal(action: () => unknown): string {
  try {
    action();
  } catch (error) {
    return (error as Failure).message;
  }
  return expect.fail('not refused');
}

describe('the name of a sysctl', () => {
  it('is stored in one form, with dots, as sysctl(8) reads it', () => {
    const forms = {
      'vm.max_map_count': 'vm.max_map_count',
      'net/ipv4/ip_forward': 'net.ipv4.ip_forward',
      'net/ipv4/conf/eth0.100/forwarding': 'net.ipv4.conf.eth0/100.forwarding',
      'net.ipv4.conf.eth0/100.forwarding': 'net.ipv4.conf.eth0/100.forwarding',
    };
    for (const [name, stored] of Object.entries(forms)) {
      expect(checkSysctlName(name)).to.equal(stored);
      expect(checkSysctlName(stored)).to.equal(stored);
    }
  });

  it('has at least two parts, and is neither a flag nor a way out of /proc/sys', () => {
    const wrong = [
      'vm',
      '-w.a',
      '--all',
      '../kernel.x',
      'net/../x',
      'a..b',
      'a.b=c',
      'a. b',
      'a.b\nc',
      '.a.b',
      '',
    ];
    for (const name of [...wrong, `a.${'b'.repeat(252)}`])
      expect(refusal(() => checkSysctlName(name))).to.equal(`"${name}" is not a valid name of a sysctl`);
  });
});

describe('the value of a sysctl', () => {
  it('keeps its blanks, equals signs and dollars', () => {
    for (const value of ['1', '-1', '4096 87380 6291456', '|/bin/core %p', 'a=b', '$(A)'])
      expect(checkSysctlValue('a.b', value)).to.equal(value);
    expect(checkSysctlValue('a.b', ' 1\t')).to.equal('1');
  });

  it('has one line of printable characters', () => {
    for (const value of ['1\n2', '\u0000', ' ', 'ü', '\u001b[1m', '1'.repeat(4096)])
      expect(refusal(() => checkSysctlValue('a.b', value))).to.match(/^The value of a\.b must be 1 to 4095/);
  });
});
