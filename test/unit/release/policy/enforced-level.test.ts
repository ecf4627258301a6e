import { expect } from 'chai';
import { enforcedLevel, weakerLevel } from '../../../../src/release/policy/enforced-level.ts';
import type { Level } from '../../../../src/release/policy/violation.ts';

describe('the level that the API server enforces', () => {
  const level = (podSecurity: Level, options: string[] = [], hasStorage = false) =>
    enforcedLevel({
      podSecurity,
      dockerOptions: options.map((option) => ({ process: '_default_', phase: 'deploy', option })),
      hasStorage,
    });

  it('is that of the app', () => {
    for (const each of ['restricted', 'baseline', 'privileged'] as const)
      expect(level(each, ['--cap-add NET_BIND_SERVICE', '--cap-drop ALL'])).to.equal(each);
  });

  it('allows what an administrator gave by docker options', () => {
    expect(level('restricted', ['--cap-add CHOWN'])).to.equal('baseline');
    expect(level('baseline', ['--cap-add CHOWN'])).to.equal('baseline');
    for (const option of ['--cap-add NET_ADMIN', '--privileged', '--sysctl net.core.somaxconn=1024'])
      for (const each of ['restricted', 'baseline'] as const)
        expect(level(each, [option]), option).to.equal('privileged');
  });

  it('allows the pods of storage entries, which run as root', () => {
    expect(level('restricted', [], true)).to.equal('baseline');
    expect(level('privileged', [], true)).to.equal('privileged');
  });

  it('allows the pods of two versions while both exist', () => {
    expect(weakerLevel('restricted', 'baseline')).to.equal('baseline');
    expect(weakerLevel('privileged', 'baseline')).to.equal('privileged');
  });
});
