import { chmodSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { Cancelled, Failure } from '../../../../src/core/failure.ts';
import { Output } from '../../../../src/core/output.ts';
import { restorePrevious } from '../../../../src/deploy/apply/restore.ts';
import type { DeployRun } from '../../../../src/deploy/frame/deploy-run.ts';
import type { Plan } from '../../../../src/deploy/plan/plan.ts';
import type { Kube } from '../../../../src/kube/kube.ts';
import { ApiServer, answer } from '../../kube/api-server.ts';
import { ObjectStore } from '../../kube/object-store.ts';
import { specOf } from '../sample.ts';

describe('the leftovers of a failed attempt', () => {
  let server: ApiServer;
  let kube: Kube;
  let lost: AbortController;
  let printed: string;
  beforeEach(async () => {
    server = new ApiServer();
    kube = await server.start();
    lost = new AbortController();
    printed = '';
  });
  afterEach(async () => {
    process.env.PATH = path;
    await server.stop();
  });

  const path = process.env.PATH;
  const called = () => join(server.folder, 'helm-called');
  /** Returns a run whose Helm records its arguments. */
  const run = (): DeployRun => {
    const helm = join(server.folder, 'helm');
    writeFileSync(helm, `#!/bin/sh\necho "$*" >>${called()}\n`);
    chmodSync(helm, 0o755);
    process.env.PATH = `${server.folder}:${path}`;
    const write = (text: string) => {
      printed += text;
    };
    return {
      app: 'shop',
      kube: async () => kube,
      lock: { lost: lost.signal, check: () => {} },
      out: new Output({ stdout: { write }, stderr: { write } }),
      environment: { root: server.folder, installation: server.folder },
      store: { properties: { get: () => undefined } },
      facts: {
        serving: undefined,
        helm: { helm, home: server.folder, plugins: '', kubeconfig: '', kubeContext: '' },
      },
    } as unknown as DeployRun;
  };
  const plan = (rollbackOnFailure = false) =>
    ({
      spec: specOf({ deploy: { timeoutSeconds: 60, rollbackOnFailure, kustomize: undefined } }),
      movesFrom: undefined,
    }) as Plan;
  const records = (...revisions: { version: string; status: string; managed?: boolean }[]) => {
    const secrets = revisions.map(({ version, status, managed = true }) => ({
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: {
        namespace: specOf().namespace,
        name: `sh.helm.release.v1.shop.v${version}`,
        labels: {
          name: 'shop',
          owner: 'helm',
          version,
          status,
          ...(managed && { 'dokku.com/managed': 'true' }),
        },
      },
    }));
    new ObjectStore(server, { v1: [{ kind: 'Secret', plural: 'secrets', namespaced: true }] }, secrets);
  };
  const failure = new Failure('web crashed');

  it('is kept for inspection after a failure', async () => {
    expect(await restorePrevious(run(), plan(), failure)).to.equal(false);
    expect(server.seen).to.deep.equal([]);
  });

  it('is left to the new owner of the lock', async () => {
    lost.abort();
    expect(await restorePrevious(run(), plan(true), new Cancelled('interrupted'))).to.equal(false);
    expect(server.seen).to.deep.equal([]);
  });

  it('are deleted when a first deploy was cancelled', async () => {
    records({ version: '1', status: 'deployed' });
    expect(await restorePrevious(run(), plan(), new Cancelled('interrupted'))).to.equal(true);
    expect(readFileSync(called(), 'utf8')).to.match(/^uninstall shop --namespace default/);
    expect(printed).to.contain('Cleaning up the cancelled first deploy');
  });

  it('is kept when the Helm release is not of dokku', async () => {
    records({ version: '1', status: 'deployed', managed: false });
    expect(await restorePrevious(run(), plan(), new Cancelled('interrupted'))).to.equal(true);
    expect(existsSync(called())).to.equal(false);
    expect(printed).to.contain('The Helm release shop of namespace default stays');
  });

  it('is reported with the command to try again when it cannot be removed', async () => {
    server.handler = (_, response) => answer(response, 500, { message: 'down' });
    expect(await restorePrevious(run(), plan(), new Cancelled('interrupted'))).to.equal(true);
    expect(printed).to.contain('Rolling back failed').and.contain('down');
  });
});
