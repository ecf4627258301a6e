import { expect } from 'chai';
import { mapObjects, parseManifest } from '../../../src/helm/manifest.ts';
import type { Manifest } from '../../../src/kube/types.ts';

const config = (name: string, more = '') => `apiVersion: v1
kind: ConfigMap
metadata:
  name: ${name}
${more}`;
const marked = (object: Manifest): Manifest =>
  object.metadata.name === 'b' ? { ...object, data: { list: ['on', '1_'], text: 'x\n---\ny' } } : object;

describe('a manifest with changed objects', () => {
  it('keeps the text of the others', () => {
    const block = `data:
  text: |
    one
    ---
    two
`;
    const manifest = parseManifest(`${config('a', block)}---\n${config('b')}---\n${config('c')}`);
    const changed = mapObjects(manifest, marked);
    expect(changed.text).to.equal(`---
${config('a', block)}---
apiVersion: "v1"
kind: "ConfigMap"
metadata:
  name: "b"
data:
  list:
  - "on"
  - "1_"
  text: "x\\n---\\ny"
---
${config('c')}`);
    expect(parseManifest(changed.text).objects).to.deep.equal(changed.objects);
  });

  it('is the same manifest when nothing changes', () => {
    const manifest = parseManifest(config('a'));
    expect(mapObjects(manifest, marked)).to.equal(manifest);
  });

  it('is written anew when its documents are not as many as its objects', () => {
    const manifest = parseManifest(`---\n# nothing\n---\n${config('a')}---\n${config('b')}`);
    const changed = mapObjects(manifest, marked);
    expect(parseManifest(changed.text).objects).to.deep.equal(changed.objects);
  });
});
