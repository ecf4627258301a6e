import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { isInsecure } from '../../../../src/build/registry/connect.ts';
import { dockerConfigPath, writeDockerConfig } from '../../../../src/build/registry/docker-config.ts';
import { pushTargetOf } from '../../../../src/build/settings/push-target.ts';
import { readBuildSettings, readRegistryAccess } from '../../../../src/build/settings/read-build-settings.ts';
import { type Environment, environmentFrom } from '../../../../src/core/environment.ts';
import { revisionVariable } from '../../../../src/release/settings/revision-variable.ts';
import { GLOBAL } from '../../../../src/state/scope.ts';
import { Store } from '../../../../src/state/store.ts';
import { failureOf } from '../failing.ts';

describe('readBuildSettings', () => {
  let root: string;
  let environment: Environment;
  let store: Store;

  beforeEach(async () => {
    root = await mkdtemp(join(tmpdir(), 'build-settings-'));
    environment = environmentFrom({ DOKKU_ROOT: root }, '/');
    store = Store.open(environment);
    store.apps.create('demo');
  });
  afterEach(async () => {
    store.close();
    await rm(root, { recursive: true });
  });
  const read = (variables = {}) => {
    const source = {
      properties: store.properties,
      config: store.config.merged('demo'),
      dockerOptions: store.dockerOptions.list('demo'),
      registry: readRegistryAccess(store.properties, environment, 'demo'),
      revisionVariable: revisionVariable(store.properties, 'demo'),
    };
    return readBuildSettings('demo', source, variables);
  };
  const set = (scope: string, plugin: string, key: string, value: string) =>
    store.properties.set(scope, plugin, key, value);

  it('prefers the app over the global value over the default', () => {
    expect(read().dockerfilePath).to.equal('Dockerfile');
    set(GLOBAL, 'builder-dockerfile', 'dockerfile-path', 'global.Dockerfile');
    expect(read().dockerfilePath).to.equal('global.Dockerfile');
    set('demo', 'builder-dockerfile', 'dockerfile-path', 'own.Dockerfile');
    expect(read()).to.include({ dockerfilePath: 'own.Dockerfile', dockerfileNamed: true });
  });

  it('finds BuildKit by property, by variable, by default', () => {
    expect(read().buildkitAddress).to.equal('unix:///run/buildkit/buildkitd.sock');
    expect(read({ BUILDKIT_HOST: 'tcp://a:1' }).buildkitAddress).to.equal('tcp://a:1');
    set(GLOBAL, 'builder', 'buildkit-address', 'tcp://b:2');
    expect(read({ BUILDKIT_HOST: 'tcp://a:1' }).buildkitAddress).to.equal('tcp://b:2');
  });

  it('pushes nowhere until a registry is set, and prints how to set one', async () => {
    expect(read().push).to.equal(undefined);
    expect((await failureOf(() => pushTargetOf(read(), 'demo'))).hint.join()).to.contain(
      'registry:set --global server',
    );
  });

  for (const [server, repo, template, expected] of [
    ['ghcr.io/', '', '', 'ghcr.io/dokku/demo'],
    ['http://10.0.0.5:5000', '', '', '10.0.0.5:5000/dokku/demo'],
    ['gcr.io/project/', '', '', 'gcr.io/project/dokku/demo'],
    ['ghcr.io', '', 'team/{{ .AppName }}', 'ghcr.io/team/demo'],
    ['ghcr.io', 'own/name', 'team/{{ .AppName }}', 'ghcr.io/own/name'],
    ['', 'me/demo', '', 'docker.io/me/demo'],
  ] as const) {
    it(`pushes to ${expected}`, () => {
      if (server) set(GLOBAL, 'registry', 'server', server);
      if (repo) set('demo', 'registry', 'image-repo', repo);
      if (template) set(GLOBAL, 'registry', 'image-repo-template', template);
      expect(pushTargetOf(read(), 'demo').repository).to.equal(expected);
    });
  }

  it('refuses a name that buildctl would read as several attributes', async () => {
    set(GLOBAL, 'registry', 'server', 'ghcr.io');
    set('demo', 'registry', 'image-repo', 'a,push=false');
    expect((await failureOf(() => pushTargetOf(read(), 'demo'))).details).to.deep.equal([
      'image-repo is not valid',
    ]);
    set('demo', 'registry', 'image-repo', 'a');
    set('demo', 'registry', 'push-extra-tags', 'latest,a"b');
    expect((await failureOf(() => pushTargetOf(read(), 'demo'))).details).to.deep.equal([
      'push-extra-tags is not valid',
    ]);
  });

  it('uses plain HTTP only with this machine and with registries set to http://', () => {
    set(GLOBAL, 'registry', 'server', 'http://10.0.0.5:5000');
    set(GLOBAL, 'registry', 'insecure-registries', '10.0.0.6:5000');
    const { registry } = read();
    for (const host of ['localhost', 'localhost:5000', '127.0.0.1:5000', '10.0.0.5:5000', '10.0.0.6:5000']) {
      expect(isInsecure(registry, host), host).to.equal(true);
    }
    for (const host of ['10.0.0.5', 'ghcr.io', '127.evil.example', 'localhost.example']) {
      expect(isInsecure(registry, host), host).to.equal(false);
    }
  });

  it("adds the app's logins to the server's", async () => {
    await writeDockerConfig(dockerConfigPath(environment), {
      auths: { a: { auth: 'server' }, b: { auth: 'server' } },
    });
    await writeDockerConfig(dockerConfigPath(environment, 'demo'), { auths: { b: { auth: 'app' } } });
    expect(read().registry.dockerConfig.auths).to.deep.equal({ a: { auth: 'server' }, b: { auth: 'app' } });
  });
});
