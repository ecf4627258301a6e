import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import {
  annotation,
  fixedLabels,
  isOfReservedDomain,
  isReserved,
  label,
  selectorOf,
} from '../../../src/core/labels.ts';

const src = join(import.meta.dirname, '..', '..', '..', 'src');

describe('labels and annotations', () => {
  it('are written as literals in core/labels.ts only', () => {
    const key =
      /(?:app\.kubernetes\.io|dokku\.com|helm\.sh|kubectl\.kubernetes\.io|batch\.kubernetes\.io)\\?\//;
    const found = readdirSync(src, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && entry.name.endsWith('.ts'))
      .map(({ parentPath, name }) => join(parentPath, name))
      .filter((path) => key.test(readFileSync(path, 'utf8')))
      .map((path) => path.slice(src.length + 1));
    expect(found).to.deep.equal(['core/labels.ts']);
  });

  it('select the objects of an app, or those of one name in it', () => {
    expect(selectorOf('shop')).to.equal('app.kubernetes.io/part-of=shop');
    expect(selectorOf('shop', 'web')).to.equal('app.kubernetes.io/part-of=shop,app.kubernetes.io/name=web');
  });

  it('are fixed to app, process and both together', () => {
    expect(fixedLabels('shop', 'web')).to.deep.equal({
      'app.kubernetes.io/instance': 'shop-web',
      'app.kubernetes.io/name': 'web',
      'app.kubernetes.io/part-of': 'shop',
    });
  });

  it('cannot be set by users where selectors, Helm or commands rely on them', () => {
    for (const key of [label.instance, label.name, label.partOf, label.managedBy, 'dokku.com/anything'])
      expect(isReserved('label', key), key).to.equal(true);
    for (const key of [
      annotation.version,
      annotation.defaultContainer,
      annotation.helmRelease,
      'dokku.com/x',
    ])
      expect(isReserved('annotation', key), key).to.equal(true);
    for (const key of ['app.kubernetes.io/component', 'team', 'example.com/dokku.com', 'xdokku.com/a'])
      expect(isReserved('label', key), key).to.equal(false);
    for (const key of [label.name, 'prometheus.io/scrape', 'dokku.com.example.com/a', 'dokku.com'])
      expect(isReserved('annotation', key), key).to.equal(false);
  });

  it('of whole domains cannot be set on storage entries', () => {
    for (const key of ['dokku.com/a', 'helm.sh/a', 'meta.helm.sh/a', 'app.kubernetes.io/component'])
      expect(isOfReservedDomain(key), key).to.equal(true);
    for (const key of ['helm.sh', 'kubernetes.io/a', 'my-helm.sh/a', 'a'])
      expect(isOfReservedDomain(key), key).to.equal(false);
  });
});
