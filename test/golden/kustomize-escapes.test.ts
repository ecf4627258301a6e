import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { environmentFrom } from '../../src/core/environment.ts';
import { Failure } from '../../src/core/failure.ts';
import { helmContext } from '../../src/helm/context.ts';
import { kustomize } from '../../src/helm/kustomize.ts';

/** Kustomizations that reach for files of the server, for the network, or for programs. */
const escapes: Record<string, object> = {
  'a resource above the folder': { resources: ['rendered.yaml', '../secret.yaml'] },
  'a resource by its absolute path': { resources: ['rendered.yaml', 'SECRET'] },
  'a base above the folder': { resources: ['rendered.yaml', '../base'] },
  'a component above the folder': { resources: ['rendered.yaml'], components: ['../base'] },
  'a file of a generator above the folder': {
    resources: ['rendered.yaml'],
    configMapGenerator: [{ name: 'stolen', files: ['x=../secret.yaml'] }],
  },
  'a file of a generator by its absolute path': {
    resources: ['rendered.yaml'],
    secretGenerator: [{ name: 'stolen', files: ['x=SECRET'] }],
  },
  'variables of a file by its absolute path': {
    resources: ['rendered.yaml'],
    configMapGenerator: [{ name: 'stolen', envs: ['SECRET'] }],
  },
  'a patch above the folder': { resources: ['rendered.yaml'], patches: [{ path: '../secret.yaml' }] },
  'a replacement above the folder': {
    resources: ['rendered.yaml'],
    replacements: [{ path: '../secret.yaml' }],
  },
  'a schema above the folder': { resources: ['rendered.yaml'], openapi: { path: '../secret.yaml' } },
  'a configuration above the folder': { resources: ['rendered.yaml'], configurations: ['../secret.yaml'] },
  'a chart of Helm': {
    resources: ['rendered.yaml'],
    helmCharts: [{ name: 'x', repo: 'http://127.0.0.1:9', version: '1' }],
  },
  'a generator that is a program': { resources: ['rendered.yaml'], generators: ['program.yaml'] },
  'a transformer that is a container': { resources: ['rendered.yaml'], transformers: ['container.yaml'] },
  'a base by Git over SSH': { resources: ['rendered.yaml', 'git@example.com:a/b.git'] },
  'a base by a local repository': { resources: ['rendered.yaml', 'file:///etc'] },
  'a resource of the network of the server': { resources: ['rendered.yaml', 'http://127.0.0.1:9/x.yaml'] },
};

const annotated = (annotation: string, value: object) => ({
  apiVersion: 'example.com/v1',
  kind: 'Anything',
  metadata: { name: 'x', annotations: { [annotation]: JSON.stringify(value) } },
});

describe('Kustomize', () => {
  const root = mkdtempSync(join(tmpdir(), 'kustomize-escapes-'));
  const secret = join(root, 'work/secret.yaml');
  const proof = join(root, 'proof');
  after(() => rmSync(root, { recursive: true }));
  const installation = join(import.meta.dirname, '..', '..');
  const context = helmContext(environmentFrom({ DOKKU_ROOT: join(root, 'state') }, installation), {
    kubeconfig: '',
    kubeContext: '',
  });
  const rendered = 'apiVersion: v1\nkind: ServiceAccount\nmetadata:\n  name: shop\n';

  for (const [name, kustomization] of Object.entries(escapes))
    it(`refuses ${name}`, async () => {
      const source = join(root, 'source');
      rmSync(source, { recursive: true, force: true });
      for (const folder of [source, join(root, 'work/base')]) mkdirSync(folder, { recursive: true });
      const object = 'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: stolen\ndata:\n  x: treasure\n';
      writeFileSync(secret, object);
      writeFileSync(join(root, 'work/base/kustomization.yaml'), 'resources: [x.yaml]\n');
      writeFileSync(join(root, 'work/base/x.yaml'), object);
      writeFileSync(join(source, 'run.sh'), `#!/bin/sh\ntouch ${proof}\n`, { mode: 0o755 });
      const exec = annotated('config.kubernetes.io/function', { exec: { path: './run.sh' } });
      const container = annotated('config.kubernetes.io/function', { container: { image: 'busybox' } });
      writeFileSync(join(source, 'program.yaml'), JSON.stringify(exec));
      writeFileSync(join(source, 'container.yaml'), JSON.stringify(container));
      const text = JSON.stringify(kustomization).replaceAll('SECRET', secret);
      writeFileSync(join(source, 'kustomization.yaml'), text);
      const built = await kustomize(context, {
        source,
        workDir: join(root, 'work'),
        rendered,
        namespace: 'default',
      }).catch((error: unknown) => error);
      expect(built, String(built)).to.be.instanceOf(Failure);
      const { message, details } = built as Failure;
      expect([message, ...details].join('\n')).not.to.contain('treasure');
      expect(() => rmSync(proof)).to.throw(/ENOENT/);
    });
});
