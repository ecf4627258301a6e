import { expect } from 'chai';
import type { Manifest } from '../../../src/kube/types.ts';
import { previewObjects } from '../../../src/release/preview.ts';

describe('the preview of a release', () => {
  const object = (kind: string, name: string, fields: object = {}, annotations = {}): Manifest => ({
    apiVersion: kind === 'Deployment' ? 'apps/v1' : 'v1',
    kind,
    metadata: { name, namespace: 'demo', annotations },
    ...fields,
  });
  const base64 = (text: string) => Buffer.from(text).toString('base64');

  it('reports nothing for equal content, in any order and from any deploy time', () => {
    const before = object(
      'Deployment',
      'web',
      { spec: { a: 1, b: 2 } },
      { 'app.kubernetes.io/version': '1' },
    );
    const after = object('Deployment', 'web', { spec: { b: 2, a: 1 } }, { 'app.kubernetes.io/version': '2' });
    expect(previewObjects([before], [after])).to.deep.equal([]);
  });

  it('names deleted, changed and added objects, in this order', () => {
    const before = [object('Service', 'gone'), object('Deployment', 'web', { spec: { replicas: 1 } })];
    const after = [object('Service', 'new'), object('Deployment', 'web', { spec: { replicas: 2 } })];
    const changes = previewObjects(before, after);
    expect(changes.map(({ name, change }) => [name, change])).to.deep.equal([
      ['gone', 'removed'],
      ['web', 'changed'],
      ['new', 'added'],
    ]);
    expect(changes[1]!.diff).to.contain('-  replicas: 1').and.contain('+  replicas: 2');
  });

  it('treats another version of the same API as the same object', () => {
    const before = { ...object('Deployment', 'web'), apiVersion: 'apps/v1beta1' };
    expect(previewObjects([before], [object('Deployment', 'web')])[0]!.change).to.equal('changed');
  });

  it('reports that a value of a Secret differs, and never the value', () => {
    const before = object('Secret', 's', { data: { same: base64('kept'), other: base64('hidden-one') } });
    const after = object('Secret', 's', { stringData: { same: 'kept', other: 'hidden-two' } });
    const [{ diff } = { diff: '' }] = previewObjects([before], [after]);
    expect(diff)
      .to.match(/^-\s+other: sha256:/m)
      .and.match(/^\+\s+other: sha256:/m)
      .and.match(/^ {3}same: /m);
    for (const value of ['hidden', base64('hidden-one'), base64('hidden-two')])
      expect(diff).to.not.contain(value);
  });

  it('shows the requested number of lines around a change', () => {
    const spec = (last: number) => ({
      spec: { ...Object.fromEntries([...'abcdefghij'].map((key) => [key, 0])), z: last },
    });
    const lines = (context: number) => {
      const [change] = previewObjects([object('Service', 's', spec(1))], [object('Service', 's', spec(2))], {
        context,
      });
      return change!.diff.split('\n').filter((line) => line.startsWith(' ')).length;
    };
    expect(lines(0)).to.equal(0);
    expect(lines(3)).to.equal(3);
    expect(lines(Number.MAX_SAFE_INTEGER)).to.be.above(12);
  });
});
