import { expect } from 'chai';
import { problems, release } from '../sample.ts';

const options = (...list: string[]) => ({
  settings: {
    dockerOptions: list.map((option) => ({ process: '_default_', phase: 'deploy' as const, option })),
  },
});
const securityOf = (...list: string[]) => release(options(...list)).processes[0]!.securityContext;

describe('docker options', () => {
  it('name capabilities like Docker, and Kubernetes gets them without CAP_', () => {
    expect(
      securityOf('--cap-add CAP_NET_ADMIN', '--cap-add=net_admin', '--cap-drop cap_chown', '--cap-drop all'),
    ).to.deep.equal({ capabilities: { add: ['NET_ADMIN'], drop: ['CHOWN', 'ALL'] } });
  });

  it('are refused with an unknown capability', () => {
    expect(problems(options('--cap-add NET_ADMN', '--cap-drop EVERYTHING'))).to.deep.equal([
      'There is no capability NET_ADMN, did you mean NET_ADMIN? · run: dokku docker-options:remove demo deploy "--cap-add NET_ADMN"',
      'There is no capability EVERYTHING · run: dokku docker-options:remove demo deploy "--cap-drop EVERYTHING"',
    ]);
  });

  it('name a command that removes exactly the given option', () => {
    expect(problems(options('--sysctl=vm.swappiness=1'))).to.deep.equal([
      'The sysctl vm.swappiness is not namespaced: it belongs to the node · run: dokku docker-options:remove demo deploy "--sysctl=vm.swappiness=1"',
    ]);
  });
});
