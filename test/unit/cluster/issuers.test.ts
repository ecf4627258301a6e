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
import { ApiServer, answer } from '../kube/api-server.ts';

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
    context = { environment, store, out, actor: { name: 'ada' }, signal, kube: async () => kube };
  });
  afterEach(async () => {
    store.close();
    await server.stop();
  });

  const email = (value: string) =>
    store.properties.set(GLOBAL, 'scheduler-k3s', 'letsencrypt-email-prod', value);

  /** A cluster that has cert-manager, and these ClusterIssuers. */
  function serve(issuers: Record<string, object>): void {
    server.handler = ({ method, url }, response) => {
      if (url.pathname === '/version') return answer(response, 200, { gitVersion: 'v1' });
      if (url.pathname === '/apis/cert-manager.io/v1') {
        const resources = [{ name: 'clusterissuers', kind: 'ClusterIssuer', namespaced: false }];
        return answer(response, 200, { resources });
      }
      const issuer = issuers[url.pathname.split('/').at(-1)!];
      if (method === 'GET' && !issuer) return answer(response, 404, {});
      answer(response, 200, issuer ?? {});
    };
  }

  const writes = () => server.seen.filter(({ method }) => method !== 'GET').map(({ method }) => method);

  it('are stored for later while cert-manager is missing, and nothing is asked for without an email', async () => {
    server.handler = ({ url }, response) =>
      url.pathname === '/version' ? answer(response, 200, { gitVersion: 'v1' }) : answer(response, 404, {});
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
    serve({ 'letsencrypt-stag': { metadata: { annotations: { 'dokku.com/managed': 'true' } } } });
    email('ops@example.com');
    await applyClusterIssuers(context);
    expect(writes()).to.deep.equal(['PATCH', 'DELETE']);
    expect(said).to.contain('Created the ClusterIssuer letsencrypt-prod');
    expect(said).to.contain('Deleted the ClusterIssuer letsencrypt-stag');
  });

  it('stay unchanged when somebody else created them, with a warning when they are used', async () => {
    serve({ 'letsencrypt-prod': { metadata: {} }, 'letsencrypt-stag': { metadata: {} } });
    email('ops@example.com');
    await applyClusterIssuers(context);
    expect(writes()).to.deep.equal([]);
    expect(said)
      .to.contain('a ClusterIssuer letsencrypt-prod that dokku did not create')
      .and.not.contain('stag');
  });
});
