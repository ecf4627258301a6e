import { expect } from 'chai';
import { buildctlCall } from '../../../src/build/dockerfile/buildctl.ts';
import { readBuildOptions } from '../../../src/build/dockerfile/options.ts';
import { failureOf } from './failing.ts';

const read = (options: string[], config: Record<string, string> = {}) =>
  readBuildOptions({ app: 'demo', options, config });

describe('docker-options of phase build', () => {
  it('reads both forms of a value and removes quotes', () => {
    const { buildArguments } = read([
      '--build-arg A=1',
      '--build-arg=B=2',
      '--build-arg C="x y"',
      "--build-arg 'D=z'",
    ]);
    expect(buildArguments).to.deep.equal({ A: '1', B: '2', C: 'x y', D: 'z' });
  });

  it('takes the value of a bare build argument from the config, and omits missing values', () => {
    expect(read(['--build-arg A', '--build-arg B'], { A: 'from config' }).buildArguments).to.deep.equal({
      A: 'from config',
    });
  });

  it('names the options that it does not support', () => {
    expect(read(['--squash', '-v /a:/b', '--target web']).ignored).to.deep.equal(['--squash', '-v /a:/b']);
  });

  it('reads a secret from the config', () => {
    expect(read(['--secret id=npm,env=NPM_TOKEN'], { NPM_TOKEN: 'hush' }).secrets).to.deep.equal({
      npm: 'hush',
    });
  });

  it('names the config var that a secret needs', async () => {
    const failure = await failureOf(() => read(['--secret id=npm,env=NPM_TOKEN']));
    expect(failure.message).to.equal(
      'The build needs the secret npm, but the config of the app has no NPM_TOKEN',
    );
    expect(failure.hint).to.deep.equal(['Set the value: dokku config:set --no-restart demo NPM_TOKEN=…']);
  });

  it('gives no file of the server to a build', async () => {
    for (const option of ['--secret id=x,src=/etc/shadow', '--secret id=x,source=/etc/shadow']) {
      expect((await failureOf(() => read([option], { x: '1' }))).code, option).to.equal('build.secret');
    }
    expect((await failureOf(() => read(['--secret id=x,src=/etc/shadow,env=A'], { A: '1' }))).code).to.equal(
      'build.secret',
    );
    expect((await failureOf(() => read(['--secret id=../x,env=A'], { A: '1' }))).code).to.equal(
      'build.secret',
    );
  });
});

describe('buildctlCall', () => {
  const call = (options: string[], config: Record<string, string> = {}) =>
    buildctlCall({
      address: 'unix:///b.sock',
      contextDir: '/tree',
      dockerfileDir: '/tree/docker',
      dockerfileName: 'web.Dockerfile',
      names: ['r:5000/demo:3', 'r:5000/demo:latest'],
      insecure: true,
      options: read(options, config),
      cacheNamespace: 'demo',
      builtInSyntax: false,
      secretFiles: { npm: '/work/secrets/0' },
      dockerConfigDir: '/work/docker',
      metadataFile: '/work/metadata.json',
    });

  it('is this list of arguments', () => {
    expect(
      call(['--target web', '--label a=b', '--no-cache', '--add-host db:10.0.0.1']).args.join(' '),
    ).to.equal(
      '--addr unix:///b.sock build --frontend dockerfile.v0 --progress rawjson ' +
        '--local context=/tree --local dockerfile=/tree/docker ' +
        '--opt filename=web.Dockerfile --opt build-arg:BUILDKIT_CACHE_MOUNT_NS=demo ' +
        '--opt label:a=b --opt target=web --opt no-cache= --opt add-hosts=db=10.0.0.1 ' +
        '--secret id=npm,src=/work/secrets/0 --metadata-file /work/metadata.json ' +
        '--output type=image,"name=r:5000/demo:3,r:5000/demo:latest",push=true,registry.insecure=true',
    );
  });

  it('shows no value of a build argument in the list of processes', () => {
    const { args, env } = call(['--build-arg TOKEN', '--build-arg COLOR=blue'], { TOKEN: 'hush-hush' });
    expect(args.join(' ')).to.contain('--opt build-arg:TOKEN --opt build-arg:COLOR');
    expect(args.join(' ')).not.to.contain('hush').and.not.to.contain('blue');
    expect(env).to.deep.equal({ TOKEN: 'hush-hush', COLOR: 'blue', DOCKER_CONFIG: '/work/docker' });
  });

  it('hides values whose names only begin like a reserved name', () => {
    const names = [
      'NODE_AUTH_TOKEN',
      'GOOGLE_API_KEY',
      'LDAP_PASSWORD',
      'NOTION_TOKEN',
      'SSH_PRIVATE_KEY',
      'DOCKERHUB_TOKEN',
    ];
    const { args } = call(names.map((name) => `--build-arg ${name}=hush`));
    expect(args.join(' ')).not.to.contain('hush');
  });

  it('lets no build argument change buildctl itself', () => {
    const names = [
      'PATH',
      'HTTPS_PROXY',
      'https_proxy',
      'DOCKER_CONFIG',
      'BUILDKIT_HOST',
      'LD_PRELOAD',
      'HOME',
      'SSL_CERT_FILE',
      'NO_PROXY',
    ];
    const { args, env } = call(names.map((name) => `--build-arg ${name}=x`));
    expect(env).to.deep.equal({ DOCKER_CONFIG: '/work/docker' });
    for (const name of names) expect(args).to.include(`build-arg:${name}=x`);
  });
});
