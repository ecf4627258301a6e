import { expect } from 'chai';
import { planRepair } from '../../../src/helm/repair.ts';

const revisions = (...states: string[]) =>
  states.map((status, index) => ({ revision: index + 1, status, updated: '', description: '' }));

describe('repair of a release that a dead process left', () => {
  for (const [states, repair] of [
    [[], { action: 'none' }],
    [['deployed'], { action: 'none' }],
    [['deployed', 'failed'], { action: 'none' }],
    [['pending-install'], { action: 'uninstall' }],
    [['failed', 'pending-upgrade'], { action: 'uninstall' }],
    [['superseded', 'deployed', 'pending-upgrade'], { action: 'rollback', revision: 2 }],
    [['deployed', 'failed', 'pending-rollback'], { action: 'rollback', revision: 1 }],
    [['superseded', 'superseded', 'pending-rollback'], { action: 'rollback', revision: 2 }],
    [['superseded', 'uninstalling'], { action: 'uninstall' }],
  ] as const) {
    it(`${states.join(', ') || 'no release'}: ${JSON.stringify(repair)}`, () => {
      expect(planRepair(revisions(...states))).to.deep.equal(repair);
    });
  }
});
