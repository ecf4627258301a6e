import { expect } from 'chai';
import { podSpec } from '../../../../src/storage/pod/pod-spec.ts';
import { sampleEntry } from '../sample.ts';

describe('the pods of storage commands', () => {
  it('get neither a token of the cluster nor the addresses of its Services', () => {
    const spec = podSpec(sampleEntry({}), { image: 'alpine:3', command: ['sh'], uid: 0, container: 'shell' });
    expect(spec).to.include({ automountServiceAccountToken: false, enableServiceLinks: false });
  });
});
