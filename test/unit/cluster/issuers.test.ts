import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { applyClusterIssuers } from '../../../src/cluster/issuers.ts';
import { environmentFrom } from '../../../src/core/environment.ts';
import type { Failure } from '../../../src/core/failure.ts';
import { Output } from '../../../src/core/output.ts';
import type { DeployContext } from '../../../src/deploy/frame/context.ts';
import { GLOBAL } from '../../../src/state/scope.ts';
import { Store } from '../../../src/state/store.ts';
import { ApiServer } from '../kube/api-server.ts';
import { ObjectStore } from '../kube/object-store.ts';

describe('the ClusterIssuers of Let’s Encrypt', () => {
  let server: ApiServer;
  let store: Store;
  let context: DeployContext;
  let said = '';

  beforeEach(async () => {
    server = new ApiServer();
    const kube = await server.start();
    const root = mkdtempSync(join(server.folder, 'root-'));
    const environment = environmentFrom({ DOKKU_ROOT: root }, tmpdir());
    store = Store.open(environment);
    said = '';
    const sink = {
      write: (text: string) => {
        said += text;
      },
    };
    const { signal } = new AbortController();
    const out = new Output({ stdout: sink, stderr: sink });
    context = {
      environment,
      store,
      out,
      actor: { name: 'ada', via: 'local' },
      signal,
      kube: async () => kube,
    };
  });
  afterEach(async () => {
    store.close();
    await server.stop();
  });

  const email = (value: string) =>
    store.properties.set(GLOBAL, 'scheduler-k3s', 'letsencrypt-email-prod', value);

  const issuer = (name: string, annotations: Record<string, string> = {}) => ({
    apiVersion: 'cert-manager.io/v1',
    kind: 'ClusterIssuer',
    metadata: { name, annotations },
  });
  const certManager = {
    'cert-manager.io/v1': [{ kind: 'ClusterIssuer', plural: 'clusterissuers', namespaced: false }],
  };

  it('are stored for later while cert-manager is missing, and without an email no request is sent', async () => {
    new ObjectStore(server, {});
    await applyClusterIssuers(context);
    email('ops@example.com');
    const failure: Failure = await applyClusterIssuers(context).then(
      () => expect.fail('not refused'),
      (error) => error,
    );
    expect(failure.code).to.equal('cert-manager.missing');
    expect(failure.message).to.contain('The setting was saved');
    expect(failure.hint.join()).to.contain('The next deploy that needs the issuer creates the issuer');
  });

  it('are created and removed when they are ours', async () => {
    const managed = issuer('letsencrypt-stag', { 'dokku.com/managed': 'true' });
    const cluster = new ObjectStore(server, certManager, [managed]);
    email('ops@example.com');
    await applyClusterIssuers(context);
    expect(cluster.names).to.deep.equal(['letsencrypt-prod']);
    expect(JSON.stringify(cluster.objects)).to.contain('"email":"ops@example.com"');
    expect(said).to.contain('Created the ClusterIssuer letsencrypt-prod');
    expect(said).to.contain('Deleted the ClusterIssuer letsencrypt-stag');
  });

  it('stay unchanged when somebody else created them, with a warning when they are used', async () => {
    const others = [issuer('letsencrypt-prod'), issuer('letsencrypt-stag')];
    const cluster = new ObjectStore(server, certManager, others);
    email('ops@example.com');
    await applyClusterIssuers(context);
    expect(cluster.objects).to.deep.equal(others);
    expect(said)
      .to.contain('a ClusterIssuer letsencrypt-prod that dokku did not create')
      .and.not.contain('stag');
  });
});
