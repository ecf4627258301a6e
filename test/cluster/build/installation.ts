import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { clusterUnderTest } from '../../../scripts/lib/cluster-under-test.ts';
import { type AppBuild, buildApp } from '../../../src/build/build-app.ts';
import { readBuildSettings, readRegistryAccess } from '../../../src/build/settings/read-build-settings.ts';
import { type Environment, environmentFrom } from '../../../src/core/environment.ts';
import { Output } from '../../../src/core/output.ts';
import { revisionVariable } from '../../../src/release/settings/revision-variable.ts';
import { GLOBAL } from '../../../src/state/scope.ts';
import { Store } from '../../../src/state/store.ts';

export const apps = join(import.meta.dirname, '../../fixtures/apps');

/** An installation with its own store and one app, configured to build and push in the cluster under test. */
export class Installation {
  readonly root: string;
  readonly environment: Environment;
  readonly store: Store;
  readonly app: string;
  /** All output so far. */
  said = '';
  readonly out: Output;
  #builds = 0;

  private constructor(root: string, app: string) {
    this.root = root;
    this.app = app;
    this.environment = environmentFrom({ DOKKU_ROOT: root }, '/');
    this.store = Store.open(this.environment);
    this.store.apps.create(this.app);
    this.set('registry', 'server', clusterUnderTest().registryServer);
    this.set('builder', 'buildkit-address', clusterUnderTest().buildkit);
    const sink = {
      write: (text: string) => {
        this.said += text;
      },
    };
    this.out = new Output({ stdout: sink, stderr: sink });
  }

  static async create(app = 'build-demo'): Promise<Installation> {
    return new Installation(await mkdtemp(join(tmpdir(), 'dokku-build-')), app);
  }

  async remove(): Promise<void> {
    this.store.close();
    await rm(this.root, { recursive: true });
  }

  set(plugin: string, key: string, value: string, scope: string = GLOBAL): void {
    this.store.properties.set(scope, plugin, key, value);
  }

  option(option: string): void {
    this.store.dockerOptions.add(this.app, { process: '_default_', phase: 'build', option });
  }

  get settings() {
    const { properties, config, dockerOptions } = this.store;
    const source = {
      properties,
      config: config.merged(this.app),
      dockerOptions: dockerOptions.list(this.app),
      registry: readRegistryAccess(properties, this.environment, this.app),
      revisionVariable: revisionVariable(properties, this.app),
    };
    return readBuildSettings(this.app, source, {});
  }

  /** Builds a folder as a push would. Two builds with the same `tree` are the same build. */
  async build(
    sourceDir: string,
    {
      tree,
      signal = new AbortController().signal,
      revision,
    }: { tree?: string; signal?: AbortSignal; revision?: string } = {},
  ): Promise<AppBuild> {
    const workDir = await mkdtemp(join(this.root, 'work-'));
    const { app, settings, out } = this;
    const build = String(++this.#builds);
    return buildApp(
      this.store,
      { app, build, tag: build, sourceDir, workDir, revision, tree, settings },
      { out, signal },
    );
  }
}
