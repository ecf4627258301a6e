import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readAppSpec } from '../../src/appspec/read.ts';
import { environmentFrom } from '../../src/core/environment.ts';
import { templateArguments } from '../../src/helm/arguments.ts';
import { helmContext } from '../../src/helm/context.ts';
import { renderManifest } from '../../src/helm/render.ts';
import { resolve } from '../../src/release/resolve.ts';
import { defaultSettings } from '../../src/release/settings/settings.ts';
import type { ReleaseSpec } from '../../src/release/types.ts';
import { toValues } from '../../src/release/values.ts';
import { command } from './command.ts';
import { medians, type Side } from './measure.ts';
import { type Measurement, ratioRow } from './row.ts';

const project = join(import.meta.dirname, '../..');
const app = 'sample';
const patch = join(project, 'test/fixtures/apps/hello/config/kustomize');

export const render: Measurement = {
  name: 'render',
  summary: 'rendering a large app compared with a small one, and with helm and kustomize by hand',
  runs: 21,
  async measure(bench, runs) {
    const [small, large] = [1, 20].map((count) => new Sample(join(bench.folder, `render-${count}`), count));
    bench.say('Rendering 1 and 20 of everything');
    const { one, twenty } = await medians(runs, { one: () => small!.whole(), twenty: () => large!.whole() });
    bench.say('Parsing a manifest in new processes');
    const manifest = join(bench.folder, 'manifest.yaml');
    writeFileSync(manifest, await large!.manifest());
    const parsers = await medians(runs, {
      jsYaml: parsing(manifest, `(await import('js-yaml')).loadAll(text)`),
      yaml: parsing(manifest, `(await import('yaml')).parseAllDocuments(text).map((one) => one.toJS())`),
    });
    bench.say('Rendering beside helm and kustomize');
    const spec = await small!.resolve();
    const byHand = small!.byHand(spec);
    const sides = await medians(runs, { ours: () => small!.customised(spec), byHand });
    return [
      ratioRow('rendering 20 processes, domains and cron tasks : 1 of each', 1.6, twenty, one),
      ratioRow(
        'parsing 20 of everything in a new process, js-yaml : yaml',
        0.6,
        parsers.jsYaml,
        parsers.yaml,
      ),
      ratioRow('ReleaseSpec to manifest : helm template, kustomize build', 1.3, sides.ours, sides.byHand),
    ];
  },
};

/** Measures how a new process loads a parser and parses a manifest, as in each deploy. */
function parsing(manifest: string, parse: string): Side {
  const script = `
    const text = (await import('node:fs')).readFileSync(${JSON.stringify(manifest)}, 'utf8');
    const begin = performance.now();
    ${parse};
    console.log(performance.now() - begin);`;
  return async () => {
    const words = ['--input-type=module', '--eval', script];
    const { status, stdout, stderr } = spawnSync(process.execPath, words, { cwd: project, encoding: 'utf8' });
    if (status !== 0) throw new Error(stderr);
    return Number(stdout);
  };
}

/** A repository with this many processes and cron tasks, and settings with this many domains. */
class Sample {
  readonly #folder: string;
  readonly #repository: string;
  readonly #domains: string[];
  readonly #context;

  constructor(folder: string, count: number) {
    this.#folder = folder;
    this.#repository = join(folder, 'repository');
    const each = <T>(make: (index: number) => T) => Array.from({ length: count }, (_, index) => make(index));
    const names = each((index) => (index === 0 ? 'web' : `worker-${index}`));
    this.#domains = each((index) => `host-${index}.example.com`);
    mkdirSync(this.#repository, { recursive: true });
    const cron = each((index) => ({ command: `sh report.sh ${index}`, schedule: `${index} * * * *` }));
    const formation = Object.fromEntries(names.map((name) => [name, { quantity: 1 }]));
    writeFileSync(join(this.#repository, 'app.json'), JSON.stringify({ formation, cron }));
    writeFileSync(
      join(this.#repository, 'Procfile'),
      names.map((name) => `${name}: sh ${name}.sh\n`).join(''),
    );
    const environment = environmentFrom({ DOKKU_ROOT: join(folder, 'root') }, project);
    this.#context = helmContext(environment, { kubeconfig: '', kubeContext: '' });
  }

  async resolve(): Promise<ReleaseSpec> {
    return resolve({
      app,
      number: 7,
      deploymentId: '1767225600',
      appSpec: await readAppSpec(this.#repository, { app }),
      settings: { ...defaultSettings, domains: this.#domains },
      image: {
        reference: `registry.example.com/${app}@sha256:${'0'.repeat(64)}`,
        kind: 'dockerfile',
        workingDir: '/app',
        exposedPorts: [],
      },
      config: { GREETING: 'hello' },
      registryCredentials: false,
    });
  }

  async manifest(): Promise<string> {
    return this.#render(await this.resolve());
  }

  /** Measures the time from the repository to the manifest. */
  whole(): Promise<number> {
    return timed(async () => this.#render(await this.resolve()));
  }

  /** Measures the time from the release to the manifest, with changes by a Kustomize folder. */
  customised(spec: ReleaseSpec): Promise<number> {
    return timed(() => this.#render(spec, patch));
  }

  #render(spec: ReleaseSpec, kustomizeDir?: string): Promise<string> {
    const workDir = join(this.#folder, 'work');
    const values = toValues(spec);
    return renderManifest(this.#context, {
      release: app,
      namespace: spec.namespace,
      values,
      kustomizeDir,
      workDir,
    });
  }

  /** Measures the equivalent helm and kustomize commands, with the values and the folder prepared. */
  byHand(spec: ReleaseSpec) {
    const folder = join(this.#folder, 'by-hand');
    cpSync(patch, folder, { recursive: true });
    const values = join(this.#folder, 'values.json');
    writeFileSync(values, JSON.stringify(toValues(spec)));
    const words = templateArguments({ release: app, namespace: spec.namespace }, this.#context.chart, values);
    const script = 'out=$1; shift; helm "$@" >"$out/rendered.yaml" && exec kustomize build "$out"';
    const env = { PATH: process.env.PATH!, HOME: this.#context.home };
    return command('sh', ['-c', script, 'sh', folder, ...words], env);
  }
}

async function timed(body: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await body();
  return performance.now() - start;
}
