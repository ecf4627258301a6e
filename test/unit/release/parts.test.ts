import { expect } from 'chai';
import fc from 'fast-check';
import { configHash, configSecretManifest } from '../../../src/release/config/config-secret.ts';
import { pullSecretManifest } from '../../../src/release/config/pull-secret.ts';
import { diffRelease } from '../../../src/release/diff.ts';
import { isNamespaced } from '../../../src/release/process/security.ts';
import { domainSlug, domainSlugs } from '../../../src/release/routing/domain-slug.ts';
import { jobManifest } from '../../../src/release/tasks/job.ts';
import { release } from './sample.ts';

describe('config Secret', () => {
  it('is named by its content, in any order', () => {
    expect(configHash({ A: '1', B: '2' })).to.equal(configHash({ B: '2', A: '1' }));
    const others: Record<string, string>[] = [
      {},
      { A: '1' },
      { A: '1', B: '3' },
      { A: '1B', '': '2' },
      { AB: '12' },
    ];
    expect(new Set([{ A: '1', B: '2' }, ...others].map(configHash)).size).to.equal(6);
  });

  it('holds the values and is immutable', () => {
    const config = { NAME: 'wörld\n' };
    const spec = release({ config });
    const secret = configSecretManifest(spec, config);
    expect(secret).to.deep.include({ kind: 'Secret', immutable: true, data: { NAME: 'd8O2cmxkCg==' } });
    expect(secret.metadata.name)
      .to.equal(`config-demo-${configHash(config)}`)
      .and.equal(spec.config.secretName);
  });
});

describe('pull secret', () => {
  it("is the app's own unless others are named", () => {
    expect(release().pullSecrets).to.deep.equal({ names: [], owned: false });
    const spec = release({ registryCredentials: true });
    expect(spec.pullSecrets).to.deep.equal({ names: ['pull-secret-demo'], owned: true });
    expect(pullSecretManifest(spec, '{}').data).to.deep.equal({ '.dockerconfigjson': 'e30=' });
    const named = release({ registryCredentials: true, settings: { imagePullSecrets: 'a,b a' } });
    expect(named.pullSecrets).to.deep.equal({ names: ['a', 'b'], owned: false });
  });
});

describe('domain slugs', () => {
  it('equal the check vectors and stay distinct', () => {
    expect(domainSlug('app.example.com')).to.equal('app-example-com');
    expect(domainSlug('*.app.example.com')).to.equal('wildcard-app-example-com');
    const slugs = domainSlugs(['a.b-c', 'a-b.c', 'x.y']);
    expect(new Set(slugs.values()).size).to.equal(3);
    expect(slugs.get('x.y')).to.equal('x-y');
  });

  it('keep the names of objects short and distinct', () => {
    const label = fc.stringMatching(/^[a-z0-9]([a-z0-9-]{0,60}[a-z0-9])?$/);
    const domain = fc
      .array(label, { minLength: 3, maxLength: 6 })
      .map((labels) => labels.join('.'))
      .filter((name) => name.length <= 253);
    fc.assert(
      fc.property(fc.uniqueArray(domain, { minLength: 1, maxLength: 4 }), (domains) => {
        const names = [...domainSlugs(domains).values()].map(
          (slug) => `${'a'.repeat(36)}-web-${slug}.redirect`,
        );
        return (
          new Set(names).size === domains.length &&
          names.every((name) => name.length <= 253 && /^[a-z0-9-]+[a-z0-9]\.redirect$/.test(name))
        );
      }),
    );
    const long = `${'a'.repeat(60)}.`.repeat(4);
    const slugs = domainSlugs([`${long}com`, `${long}org`]);
    expect(new Set(slugs.values()).size).to.equal(2);
    expect(slugs.get(`${long}com`)).to.equal(domainSlugs([`${long}com`]).get(`${long}com`));
  });
});

describe('sysctls', () => {
  it('are namespaced or refused because they belong to the node', () => {
    const pod = ['net.core.somaxconn', 'kernel.shmmax', 'kernel.msgmax', 'kernel.sem', 'fs.mqueue.msg_max'];
    const node = ['vm.max_map_count', 'kernel.pid_max', 'kernel.semaphore', 'fs.file-max'];
    expect([...pod, ...node].filter(isNamespaced)).to.deep.equal(pod);
  });
});

describe('Jobs', () => {
  const container = (
    options: Parameters<typeof jobManifest>[1],
    sample: Parameters<typeof release>[0] = {},
  ) => jobManifest(release(sample), options).spec.template.spec.containers[0]!;

  it('run the command of the image unless another command is given', () => {
    const { command, args } = container({ kind: 'run' });
    expect([command, args]).to.deep.equal([undefined, undefined]);
    const given = container({ kind: 'run', command: { command: ['a'], args: ['b'] } });
    expect([given.command, given.args]).to.deep.equal([['a'], ['b']]);
  });

  it('run in the folder of a buildpack image', () => {
    const folder = (kind: 'pack' | 'herokuish') => container({ kind: 'run' }, { image: { kind } }).workingDir;
    expect([folder('pack'), folder('herokuish')]).to.deep.equal(['/workspace', '/app']);
  });

  it('have the config, resources and options of one-off tasks', () => {
    const settings = {
      shmSize: '1Gi',
      resources: [{ process: 'run', kind: 'limit' as const, name: 'memory', value: '256' }],
      dockerOptions: [{ process: '_default_', phase: 'run' as const, option: '--cap-add SYS_PTRACE' }],
    };
    const sample = { config: { A: '1' }, settings };
    expect(container({ kind: 'run', env: [{ name: 'B', value: '$(A)' }] }, sample)).to.deep.include({
      envFrom: [{ secretRef: { name: `config-demo-${configHash({ A: '1' })}` } }],
      env: [{ name: 'B', value: '$$(A)' }],
      resources: { requests: { cpu: '100m', memory: '128Mi' }, limits: { memory: '256Mi' } },
      securityContext: { capabilities: { add: ['SYS_PTRACE'] } },
      volumeMounts: [{ name: 'shmem', mountPath: '/dev/shm' }],
    });
  });

  it('use no ServiceAccount before the first deploy', () => {
    const account = (kind: 'predeploy' | 'run') =>
      jobManifest(release(), { kind }).spec.template.spec.serviceAccountName;
    expect([account('predeploy'), account('run')]).to.deep.equal([undefined, 'demo']);
  });
});

describe('diff of two releases', () => {
  it('names the changes and shows no config value', () => {
    const a = release({
      config: { KEPT: 'k', CHANGED: 'old-secret', GONE: 'gone-secret' },
      settings: { scale: { web: 1 } },
    });
    const b = release({
      number: 4,
      config: { KEPT: 'k', CHANGED: 'new-secret', NEW: 'fresh-secret' },
      settings: { scale: { web: 3 } },
      image: { reference: 'r/demo@sha256:2' },
    });
    const manifest = (count: number, version: string) =>
      `kind: Deployment\nmetadata:\n  annotations:\n    app.kubernetes.io/version: "${version}"\nspec:\n  replicas: ${count}\n`;
    const diff = diffRelease(
      {
        number: 3,
        commit: 'abc',
        config: { KEPT: 'k', CHANGED: 'old-secret', GONE: 'gone-secret' },
        spec: a,
        manifest: manifest(1, '1'),
      },
      {
        number: 4,
        commit: 'def',
        config: { KEPT: 'k', CHANGED: 'new-secret', NEW: 'fresh-secret' },
        spec: b,
        manifest: manifest(3, '2'),
      },
    );
    expect(diff).to.deep.include({
      image: { from: 'r/demo@sha256:1', to: 'r/demo@sha256:2' },
      commit: { from: 'abc', to: 'def' },
      config: { added: ['NEW'], removed: ['GONE'], changed: ['CHANGED'] },
      spec: [{ path: 'processes.web.replicas', from: 1, to: 3 }],
    });
    expect(diff.manifest).to.equal(
      '--- v3\n+++ v4\n@@ -2,4 +2,4 @@\n metadata:\n   annotations:\n spec:\n-  replicas: 1\n+  replicas: 3\n',
    );
    expect(JSON.stringify(diff)).to.not.include('secret');
  });

  it('is empty when only the number differs', () => {
    const facts = (number: number) => ({
      number,
      commit: 'abc',
      config: {},
      spec: release({ number, deploymentId: String(number) }),
      manifest: `  dokku.com/release: "${number}"\n`,
    });
    expect(diffRelease(facts(3), facts(4))).to.deep.equal({
      image: undefined,
      commit: undefined,
      config: { added: [], removed: [], changed: [] },
      spec: [],
      manifest: '',
    });
  });
});
