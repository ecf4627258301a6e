import { expect } from 'chai';
import fc from 'fast-check';
import { nameOf } from '../../../src/build/registry/manifest.ts';
import { parseReference } from '../../../src/build/registry/reference.ts';
import { failureOf } from './failing.ts';

const digest = `sha256:${'a'.repeat(64)}`;

describe('parseReference', () => {
  const good: [string, string][] = [
    ['busybox', 'docker.io/library/busybox'],
    ['busybox:1.36', 'docker.io/library/busybox:1.36'],
    ['team/app', 'docker.io/team/app'],
    ['index.docker.io/team/app', 'docker.io/team/app'],
    ['localhost/app', 'localhost/app'],
    ['localhost:5000/app:1', 'localhost:5000/app:1'],
    ['127.0.0.1:5000/dokku/app:1', '127.0.0.1:5000/dokku/app:1'],
    [`ghcr.io/a/b/c@${digest}`, `ghcr.io/a/b/c@${digest}`],
    [`ghcr.io/a:1@${digest}`, `ghcr.io/a:1@${digest}`],
    ['[::1]:5000/app', '[::1]:5000/app'],
  ];
  for (const [text, full] of good) {
    it(`reads ${text}`, () => {
      expect(nameOf(parseReference(text))).to.equal(full);
    });
  }

  for (const [text, part] of [
    ['', 'name'],
    ['Busybox', 'name'],
    ['a//b', 'name'],
    ['-x', 'name'],
    ['busybox:', 'tag'],
    ['busybox:a b', 'tag'],
    ['busybox@sha256:12', 'digest'],
    ['a@b@c', 'name'],
    ['ghcr.io/app,push=false', 'name'],
  ] as const) {
    it(`reports that the ${part} of "${text}" is not valid`, async () => {
      expect((await failureOf(() => parseReference(text))).message).to.contain(`its ${part} is not valid`);
    });
  }

  it('reads its own output back unchanged', () => {
    const part = fc.stringMatching(/^[a-z0-9]{1,8}$/);
    const tag = fc.option(fc.stringMatching(/^[A-Za-z0-9_]{1,10}$/), { nil: undefined });
    fc.assert(
      fc.property(part, fc.array(part, { minLength: 1, maxLength: 3 }), tag, (host, path, version) => {
        const full = `${host}.example:5000/${path.join('/')}${version ? `:${version}` : ''}`;
        expect(nameOf(parseReference(full))).to.equal(full);
      }),
    );
  });
});
