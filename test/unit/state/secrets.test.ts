import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { GLOBAL } from '../../../src/state/scope.ts';
import { temporaryStore } from './fixture.ts';

describe('secret settings', () => {
  let state: ReturnType<typeof temporaryStore>;
  beforeEach(() => {
    state = temporaryStore();
    state.store.apps.create('shop');
    state.store.apps.create('other');
  });
  afterEach(() => state.end());

  it('are stored by scope, plugin and key, and are read back unchanged', () => {
    const { secrets } = state.store;
    secrets.set('shop', 'certs', { key: 'one\ntwo\n', crt: '' });
    secrets.set('shop', 'certs', { key: 'three' });
    secrets.set(GLOBAL, 'certs', { key: 'global' });
    expect(secrets.all('shop', 'certs')).to.deep.equal({ crt: '', key: 'three' });
    expect(secrets.keys('shop', 'certs')).to.deep.equal(['crt', 'key']);
    expect(secrets.get(GLOBAL, 'certs', 'key')).to.equal('global');
    expect(secrets.get('other', 'certs', 'key')).to.equal(undefined);
    expect(secrets.unset('shop', 'certs', ['key', 'nothing'])).to.deep.equal(['key']);
    expect(secrets.keys('shop', 'certs')).to.deep.equal(['crt']);
  });

  it('are sealed in the database', () => {
    state.store.secrets.set('shop', 'certs', { key: 'a-private-key-that-nobody-sees' });
    const store = state.reopen();
    const files = ['dokku.sqlite', 'dokku.sqlite-wal'].map((name) => {
      try {
        return readFileSync(join(state.root, name)).toString('latin1');
      } catch {
        return '';
      }
    });
    expect(files.join('')).to.contain('certs').and.not.contain('a-private-key');
    expect(store.secrets.get('shop', 'certs', 'key')).to.equal('a-private-key-that-nobody-sees');
  });

  it('are copied by plugin, and follow a renamed or deleted app', () => {
    const { apps, secrets } = state.store;
    secrets.set('shop', 'certs', { key: 'k' });
    secrets.set('shop', 'auth', { password: 'p' });
    secrets.copy('shop', 'other', 'auth');
    expect(secrets.all('other', 'auth')).to.deep.equal({ password: 'p' });
    expect(secrets.keys('other', 'certs')).to.deep.equal([]);
    apps.rename('shop', 'store');
    expect(secrets.get('store', 'certs', 'key')).to.equal('k');
    apps.destroy('store');
    expect(secrets.keys('store', 'certs')).to.deep.equal([]);
  });
});
