import { join } from 'node:path';
import { expect } from 'chai';
import { clusterUnderTest } from '../../../scripts/lib/cluster-under-test.ts';
import { resolveImage } from '../../../src/build/image.ts';
import { checkLogin } from '../../../src/build/registry/check-login.ts';
import { checkPull } from '../../../src/build/registry/check-pull.ts';
import { dockerConfigPath, writeDockerConfig } from '../../../src/build/registry/docker-config.ts';
import { withLogin } from '../../../src/build/registry/login.ts';
import { failureOf } from '../../unit/build/failing.ts';
import { describeWithEngine } from '../engine-only.ts';
import { apps, Installation } from './installation.ts';
import { type PrivateRegistry, startPrivateRegistry } from './private-registry.ts';

describeWithEngine('the registry of a build', 'a registry with a login', () => {
  let here: Installation;
  let registry: PrivateRegistry;
  before(async () => {
    registry = await startPrivateRegistry();
  });
  after(() => registry.stop());
  beforeEach(async () => {
    here = await Installation.create();
  });
  afterEach(() => here.remove());

  const login = (password = registry.password, app?: string) =>
    writeDockerConfig(
      dockerConfigPath(here.environment, app),
      withLogin({ auths: {} }, registry.host, registry.username, password),
    );

  it('provides a ready-made image, which is pinned to its digest', async () => {
    here.set('registry', 'hub-mirror', clusterUnderTest().registryServer);
    const context = { out: here.out, signal: new AbortController().signal };
    const image = await resolveImage('busybox', here.settings.registry, context);
    expect(image.reference).to.match(/^docker\.io\/library\/busybox@sha256:[0-9a-f]{64}$/);
    expect(image.tag).to.equal('latest');
    const pinned = await resolveImage(image.reference, here.settings.registry, context);
    expect(pinned).to.deep.equal({ ...image, tag: undefined });
  });

  it('is named in the error when an image does not exist', async () => {
    const name = `${clusterUnderTest().registry}/library/busybox:never`;
    expect((await failureOf(() => checkPull(name, here.settings.registry))).message).to.equal(
      `${name} does not exist in registry ${clusterUnderTest().registry}`,
    );
  });

  it('accepts pushes with the login of the app or of the server', async () => {
    here.set('registry', 'server', registry.host);
    for (const app of [undefined, here.app]) {
      await login(registry.password, app);
      const { image } = await here.build(join(apps, 'hello'));
      expect(await checkPull(image.reference, here.settings.registry)).to.equal(image.digest);
    }
  });

  it('gets the image again when it has lost the image', async () => {
    here.set('registry', 'server', registry.host);
    await login();
    const { image } = await here.build(join(apps, 'hello'), { tree: 'a' });
    expect((await here.build(join(apps, 'hello'), { tree: 'a' })).reused).to.equal(true);
    const authorization = `Basic ${Buffer.from(`${registry.username}:${registry.password}`).toString('base64')}`;
    const address = `http://${registry.host}/v2/dokku/build-demo/manifests/${image.digest}`;
    expect((await fetch(address, { method: 'DELETE', headers: { authorization } })).status).to.equal(202);
    expect((await here.build(join(apps, 'hello'), { tree: 'a' })).reused).to.equal(false);
  });

  it('rejects a missing and a wrong login at once', async () => {
    here.set('registry', 'server', registry.host);
    for (const wrong of [false, true]) {
      if (wrong) await login('not-the-password');
      const failure = await failureOf(() => here.build(join(apps, 'hello')));
      expect(failure.code).to.equal('registry.unauthorized');
      expect(failure.hint.join()).to.contain(
        `dokku registry:login --password-stdin <app> ${registry.host} <user>`,
      );
      expect(here.said).not.to.contain('Pushing');
    }
  });

  it('checks a login before the login is stored', async () => {
    const { host, username, password } = registry;
    await checkLogin(host, { username, password, identityToken: undefined }, []);
    const failure = await failureOf(() =>
      checkLogin(host, { username, password: 'wrong', identityToken: undefined }, []),
    );
    expect(failure.code).to.equal('registry.unauthorized');
  });
});
