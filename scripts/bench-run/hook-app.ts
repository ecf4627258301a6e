import { chmodSync, cpSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Installation } from '../../test/cluster/installation.ts';
import { gitClient } from '../../test/git-client.ts';

/**
 * Creates a bare repository whose hook deploys a renamed copy of an app that this program has deployed: the same
 * manifest as a chart, and the same config. Resolves to the path of the repository.
 */
export async function makeHookApp(
  installation: Installation,
  { app, copy }: { app: string; copy: string },
): Promise<string> {
  const folder = join(installation.folder, 'hook');
  const repository = join(folder, 'app.git');
  const rename = (text: string) => text.replaceAll(app, copy);
  writeChart(join(folder, 'chart'), rename(await manifestOf(installation, app)));
  await copySecrets(installation, app, rename);
  mkdirSync(repository, { recursive: true });
  await gitClient(repository, installation.env).init(true);
  mkdirSync(join(repository, 'hooks'), { recursive: true });
  cpSync(join(import.meta.dirname, 'shell-hook/pre-receive'), join(repository, 'hooks/pre-receive'));
  chmodSync(join(repository, 'hooks/pre-receive'), 0o755);
  const variables = {
    PATH: process.env.PATH!,
    KUBECONFIG: process.env.KUBECONFIG!,
    // Helm and kubectl cache the cluster's kinds here.
    HOME: folder,
    APP: copy,
    CHART: join(folder, 'chart'),
    NAMESPACE: installation.namespace,
    REGISTRY: process.env.DOKKU_ENGINE_REGISTRY!,
    BUILDKIT: process.env.DOKKU_ENGINE_BUILDKIT!,
  };
  const lines = Object.entries(variables).map(([name, value]) => `export ${name}='${value}'\n`);
  writeFileSync(join(repository, 'hooks/environment'), lines.join(''));
  return repository;
}

/** Writes a chart in which one value replaces the images of all processes. */
function writeChart(chart: string, manifest: string): void {
  mkdirSync(join(chart, 'templates'), { recursive: true });
  writeFileSync(join(chart, 'Chart.yaml'), 'apiVersion: v2\nname: app\nversion: 0.0.1\n');
  writeFileSync(
    join(chart, 'templates/app.yaml'),
    manifest.replaceAll(/image: \S+@sha256:[0-9a-f]+"?/g, 'image: {{ .Values.image }}'),
  );
}

async function manifestOf(installation: Installation, app: string): Promise<string> {
  const { status, stdout, text } = await installation.run(
    'helm',
    ['get', 'manifest', app, '--namespace', installation.namespace],
    { env: { KUBECONFIG: process.env.KUBECONFIG! } },
  );
  if (status !== 0) throw new Error(text);
  return stdout;
}

interface SecretList {
  items: { metadata: { name: string; labels: object }; type: string; data: object }[];
}

/** Copies the config Secrets, because neither this chart nor that of dokku contains them. */
async function copySecrets(
  installation: Installation,
  app: string,
  rename: (text: string) => string,
): Promise<void> {
  const selector = ['--selector', `app.kubernetes.io/part-of=${app}`];
  const { items } = await installation.kubeJson<SecretList>('get', 'secrets', ...selector);
  for (const { metadata, type, data } of items) {
    const { name, labels } = metadata;
    const copy = { apiVersion: 'v1', kind: 'Secret', metadata: { name, labels }, type, data };
    const file = join(installation.folder, `${name}.json`);
    writeFileSync(file, rename(JSON.stringify(copy)));
    await installation.kubectl('create', '--filename', file);
  }
}
