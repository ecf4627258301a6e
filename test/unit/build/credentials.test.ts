import { expect } from 'chai';
import { credentialsFor } from '../../../src/build/registry/credentials.ts';
import { withLogin, withoutLogin } from '../../../src/build/registry/login.ts';
import { dockerConfigJson } from '../../../src/build/registry/pull-secret.ts';
import { failureOf } from './failing.ts';

const base64 = (text: string) => Buffer.from(text).toString('base64');

describe('registry credentials', () => {
  it('finds a login under every key that Docker uses', () => {
    for (const key of ['ghcr.io', 'https://ghcr.io', 'https://ghcr.io/v2/']) {
      expect(
        credentialsFor({ auths: { [key]: { auth: base64('me:pa:ss') } } }, 'ghcr.io'),
        key,
      ).to.deep.equal({
        username: 'me',
        password: 'pa:ss',
        identityToken: undefined,
      });
    }
  });

  it('knows the many names of Docker Hub', () => {
    const config = { auths: { 'https://index.docker.io/v1/': { auth: base64('me:secret') } } };
    for (const host of ['docker.io', 'index.docker.io', 'registry-1.docker.io']) {
      expect(credentialsFor(config, host)?.username, host).to.equal('me');
    }
  });

  it('does not use the login of one registry for another', () => {
    const config = { auths: { 'ghcr.io': { auth: base64('me:secret') } } };
    expect(credentialsFor(config, 'ghcr.io:5000')).to.equal(undefined);
    expect(credentialsFor(config, 'evil-ghcr.io')).to.equal(undefined);
  });

  it('refuses a login in a credential helper, and prints the next step', async () => {
    const failure = await failureOf(() => credentialsFor({ auths: {}, credsStore: 'desktop' }, 'ghcr.io'));
    expect(failure.message).to.contain('credential helper desktop');
    expect(failure.hint.join()).to.contain('dokku registry:login --password-stdin --global ghcr.io');
  });

  it('replaces an older login of the same registry and keeps the others', () => {
    const before = {
      auths: { 'https://ghcr.io': { auth: base64('old:old') }, 'quay.io': { auth: base64('q:q') } },
    };
    const after = withLogin(before, 'ghcr.io', 'new', 'secret');
    expect(Object.keys(after.auths)).to.deep.equal(['quay.io', 'ghcr.io']);
    expect(credentialsFor(after, 'ghcr.io')?.password).to.equal('secret');
  });

  it('reports that there is no login to remove', () => {
    expect(withoutLogin({ auths: {} }, 'ghcr.io')).to.equal(undefined);
    expect(withoutLogin(withLogin({ auths: {} }, 'docker.io', 'me', 'secret'), 'docker.io')).to.deep.equal({
      auths: {},
    });
  });

  it('gives the kubelet logins only, and nothing without logins', () => {
    expect(dockerConfigJson({ auths: { 'ghcr.io': {} }, credsStore: 'desktop' })).to.equal(undefined);
    expect(
      dockerConfigJson({ auths: { b: { auth: 'Yjpi' }, a: { auth: 'YTph' } }, credsStore: 'desktop' }),
    ).to.equal('{"auths":{"a":{"auth":"YTph"},"b":{"auth":"Yjpi"}}}');
  });
});
