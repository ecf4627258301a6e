import { expect } from 'chai';
import type { Actor, Role } from '../../../src/access/actor.ts';
import { recordAudit } from '../../../src/access/audit.ts';
import { authorize, visibleApps } from '../../../src/access/guard.ts';
import { hashOf, newToken, userOfToken } from '../../../src/access/token.ts';
import { isUser, removeUser, validateUserName } from '../../../src/access/users.ts';
import { Failure } from '../../../src/core/failure.ts';
import { GLOBAL } from '../../../src/state/scope.ts';
import { temporaryStore } from '../state/fixture.ts';

let fixture: ReturnType<typeof temporaryStore>;
beforeEach(() => {
  fixture = temporaryStore();
  for (const app of ['shop', 'blog']) fixture.store.apps.create(app);
});
afterEach(() => fixture.end());

const bob: Actor = { name: 'bob', via: 'ssh' };

function outcome(actor: Actor, role: Role, scope: string | undefined): string {
  try {
    authorize({ actor, store: fixture.store }, { name: 'x:y', role }, scope);
    return 'allowed';
  } catch (error) {
    return (error as Failure).code;
  }
}

describe('authorize', () => {
  it('allows a role everything that the lower roles may do', () => {
    fixture.store.grants.set({ user: 'bob', scope: 'shop', role: 'deploy' });
    expect(outcome(bob, 'read', 'shop')).to.equal('allowed');
    expect(outcome(bob, 'deploy', 'shop')).to.equal('allowed');
    expect(outcome(bob, 'admin', 'shop')).to.equal('access.denied');
  });

  it('hides apps without a role, like missing apps', () => {
    fixture.store.grants.set({ user: 'bob', scope: 'shop', role: 'admin' });
    expect(outcome(bob, 'read', 'blog')).to.equal('app.missing');
    expect(outcome(bob, 'read', 'nothing')).to.equal('app.missing');
  });

  it('uses the higher of the role for all apps and the role for the app', () => {
    fixture.store.grants.set({ user: 'bob', scope: GLOBAL, role: 'read' });
    fixture.store.grants.set({ user: 'bob', scope: 'shop', role: 'admin' });
    expect(outcome(bob, 'admin', 'shop')).to.equal('allowed');
    expect(outcome(bob, 'read', 'blog')).to.equal('allowed');
    expect(outcome(bob, 'deploy', 'blog')).to.equal('access.denied');
  });

  it('requires a role for all apps for commands about the whole installation', () => {
    fixture.store.grants.set({ user: 'bob', scope: 'shop', role: 'admin' });
    expect(outcome(bob, 'read', GLOBAL)).to.equal('access.denied');
    expect(outcome(bob, 'admin', undefined)).to.equal('access.denied');
    expect(outcome(bob, 'read', undefined), 'lists show what is theirs').to.equal('allowed');
    expect(outcome({ name: 'nobody', via: 'ssh' }, 'read', undefined)).to.equal('access.denied');
  });

  it('keeps a local user and a remote user of the same name apart', () => {
    expect(outcome({ name: 'bob', via: 'local' }, 'admin', 'shop')).to.equal('allowed');
    expect(outcome({ name: 'root', via: 'ssh' }, 'read', 'shop')).to.equal('app.missing');
  });

  it('allows local commands only on the server', () => {
    fixture.store.grants.set({ user: 'bob', scope: GLOBAL, role: 'admin' });
    const access = { actor: bob, store: fixture.store };
    for (const only of [{ local: true }, { root: true }])
      expect(() => authorize(access, { name: 'x:y', role: 'read', ...only }, undefined)).to.throw(Failure);
  });
});

describe('visibleApps', () => {
  it('returns all apps for a role for all apps, else the apps with a role', () => {
    const access = { actor: bob, store: fixture.store };
    expect(visibleApps(access, ['blog', 'shop'])).to.deep.equal([]);
    fixture.store.grants.set({ user: 'bob', scope: 'shop', role: 'read' });
    expect(visibleApps(access, ['blog', 'shop'])).to.deep.equal(['shop']);
    fixture.store.grants.set({ user: 'bob', scope: GLOBAL, role: 'read' });
    expect(visibleApps(access, ['blog', 'shop'])).to.deep.equal(['blog', 'shop']);
  });
});

describe('a user', () => {
  it('keeps the role when an app is renamed, and loses the role with the app', () => {
    fixture.store.grants.set({ user: 'bob', scope: 'shop', role: 'deploy' });
    fixture.store.apps.rename('shop', 'store');
    expect(outcome(bob, 'deploy', 'store')).to.equal('allowed');
    fixture.store.apps.destroy('store');
    fixture.store.apps.create('store');
    expect(outcome(bob, 'read', 'store'), 'a new app of the old name').to.equal('app.missing');
  });

  it('loses its key, grants and tokens together', () => {
    const { token, hash } = newToken();
    fixture.store.keys.add({ name: 'bob', fingerprint: 'SHA256:x', publicKey: 'ssh-ed25519 AAAA' });
    fixture.store.grants.set({ user: 'bob', scope: GLOBAL, role: 'admin' });
    fixture.store.tokens.add({ id: '1', user: 'bob', description: '', expiresAt: undefined }, hash);
    expect(userOfToken(fixture.store, token)).to.equal('bob');
    expect(removeUser(fixture.store, 'bob')).to.deep.equal({ tokens: 1 });
    expect(isUser(fixture.store, 'bob')).to.equal(false);
    expect(userOfToken(fixture.store, token)).to.equal(undefined);
  });

  it('has a name that needs no quotes', () => {
    for (const good of ['alice', 'alice@laptop', 'ci-bot_2', 'Q.E.D'])
      expect(() => validateUserName(good)).to.not.throw();
    for (const bad of ['', '-x', 'a b', 'a"b', "a'b", 'a\nb', 'a$b', 'a,b', 'ä', 'x'.repeat(65)])
      expect(() => validateUserName(bad), bad).to.throw(Failure);
  });
});

describe('userOfToken', () => {
  it('expires at the time that was set', () => {
    const { token } = newToken();
    fixture.store.tokens.add({ id: '1', user: 'bob', description: '', expiresAt: 1000 }, hashOf(token));
    expect(userOfToken(fixture.store, token, 999)).to.equal('bob');
    expect(userOfToken(fixture.store, token, 1000)).to.equal(undefined);
  });

  it('does not accept the hash in place of the token', () => {
    const { token, hash } = newToken();
    fixture.store.tokens.add({ id: '1', user: 'bob', description: '', expiresAt: undefined }, hash);
    expect(userOfToken(fixture.store, hash)).to.equal(undefined);
    expect(userOfToken(fixture.store, `${token}x`)).to.equal(undefined);
  });
});

describe('recordAudit', () => {
  const entry = { allowed: true, exitStatus: 0 };

  it('records commands from the network, and local changes', () => {
    const { store } = fixture;
    const local: Actor = { name: 'root', via: 'local' };
    recordAudit({ actor: bob, store }, { name: 'apps:list', role: 'read' }, undefined, entry);
    recordAudit({ actor: local, store }, { name: 'apps:list', role: 'read' }, undefined, entry);
    recordAudit({ actor: local, store }, { name: 'git-hook', role: 'admin', internal: true }, 'shop', entry);
    recordAudit({ actor: local, store }, { name: 'config:set', role: 'deploy' }, 'shop', entry);
    expect(store.audit.tail(10).map(({ actor, command }) => `${actor} ${command}`)).to.deep.equal([
      'bob apps:list',
      'root config:set',
    ]);
    expect(store.audit.tail(10, 'shop')).to.have.length(1);
    expect(store.audit.tail(1)[0]!.command).to.equal('config:set');
  });
});
