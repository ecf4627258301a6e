import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { hasLabelForm, isDnsLabel, isDnsSubdomain } from '../../../src/core/kubernetes-names.ts';

const src = join(import.meta.dirname, '..', '..', '..', 'src');

describe('names that Kubernetes accepts', () => {
  it('are labels of at most 63 lower-case letters, digits and inner dashes', () => {
    for (const name of ['a', '2', 'web', 'web-2', '2web', 'a--b', 'w'.repeat(63)])
      expect(isDnsLabel(name), name).to.equal(true);
    for (const name of [
      '',
      'Web',
      'web_1',
      '-web',
      'web-',
      '-',
      'a.b',
      'w'.repeat(64),
      'web\n',
      'wéb',
      'a\0',
    ])
      expect(isDnsLabel(name), JSON.stringify(name)).to.equal(false);
    expect(hasLabelForm('w'.repeat(64))).to.equal(true);
  });

  it('are labels joined by dots, at most 253 characters together', () => {
    for (const name of ['a', 'a.b-c.2d', 'w'.repeat(253)]) expect(isDnsSubdomain(name), name).to.equal(true);
    for (const name of ['', '.', 'a.', '.a', 'a..b', 'a.-b', 'A.b', 'a_b', 'w'.repeat(254), 'a.b\n'])
      expect(isDnsSubdomain(name), JSON.stringify(name)).to.equal(false);
  });

  it('are described by a pattern in core only', () => {
    const pattern = /\[a-z0-9\]\(?(?:\?:)?\[a-z0-9-\]|\[A-Za-z_\]\[A-Za-z0-9_\]|\[a-zA-Z_\]\[a-zA-Z0-9_\]/;
    const found = readdirSync(src, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && entry.name.endsWith('.ts'))
      .map(({ parentPath, name }) => join(parentPath, name))
      .filter((path) => pattern.test(readFileSync(path, 'utf8')))
      .map((path) => path.slice(src.length + 1));
    // These two split a pod number from the process type, and then ask the cluster whether the pod exists.
    expect(found.sort()).to.deep.equal([
      'cli/parts/pods.ts',
      'commands/run/enter.ts',
      'core/kubernetes-names.ts',
      'core/names.ts',
    ]);
  });
});
