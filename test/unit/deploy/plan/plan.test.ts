import { expect } from 'chai';
import type { AppSpec } from '../../../../src/appspec/types.ts';
import type { BuiltImage } from '../../../../src/build/types.ts';
import { Output } from '../../../../src/core/output.ts';
import type { PreparedRun } from '../../../../src/deploy/frame/deploy-run.ts';
import { readFacts } from '../../../../src/deploy/frame/facts.ts';
import {
  checkBeforeBuild,
  draftRelease,
  planFromRecord,
  planRelease,
} from '../../../../src/deploy/plan/plan.ts';
import type { Kube } from '../../../../src/kube/kube.ts';
import type { Store } from '../../../../src/state/store.ts';
import { failureOf } from '../../build/failing.ts';
import { ApiServer, answer } from '../../kube/api-server.ts';
import { input, release as sample } from '../../release/sample.ts';
import { temporaryStore } from '../../state/fixture.ts';
import { specOf, storeRelease } from '../sample.ts';

const image = { ...input().image, repository: 'r/shop' } as unknown as BuiltImage;

describe('the plan of a release', () => {
  let fixture: ReturnType<typeof temporaryStore>;
  let store: Store;
  let server: ApiServer;
  let kube: Kube;
  let printed: string;
  beforeEach(async () => {
    fixture = temporaryStore();
    store = fixture.store;
    store.apps.create('shop');
    store.scale.set('shop', { web: 1 });
    server = new ApiServer();
    kube = await server.start();
    printed = '';
  });
  afterEach(async () => {
    fixture.end();
    await server.stop();
  });

  const prepare = (): PreparedRun => {
    const write = (text: string) => {
      printed += text;
    };
    const environment = { root: fixture.root, installation: '/nowhere', docker: '/nowhere' };
    return {
      app: 'shop',
      store,
      facts: readFacts({ store, environment: environment as never }, 'shop'),
      out: new Output({ stdout: { write }, stderr: { write } }),
      signal: new AbortController().signal,
      kube: async () => kube,
      reportedWarnings: new Set<string>(),
    } as unknown as PreparedRun;
  };
  const appSpec = (fields: Partial<AppSpec> = {}) => input({ appSpec: fields }).appSpec;
  const withCertificate = () => {
    store.domains.replace('shop', ['shop.example']);
    store.properties.set('shop', 'scheduler-k3s', 'cert-issuer-name', 'missing');
  };

  it('has the config from the start of the deploy, and the number after the newest release', async () => {
    store.config.set('shop', { A: 'before' });
    storeRelease(store, 4, 'failed');
    const run = prepare();
    store.config.set('shop', { A: 'meanwhile' });
    const plan = await planRelease(run, draftRelease(run, appSpec(), { fromSource: false }), image, {
      REV: 'c0ffee',
    });
    expect(plan.config).to.deep.equal({ A: 'before', REV: 'c0ffee' });
    expect(plan.spec).to.include({ number: 5, namespace: 'default' });
    expect(plan.movesFrom).to.equal(undefined);
    expect(server.seen).to.deep.equal([]);
  });

  it('generates a secret of app.json once, for the check before the build and for the release', async () => {
    const run = prepare();
    const env = { KEY: { generator: 'secret' as const } };
    const draft = await checkBeforeBuild(run, draftRelease(run, appSpec({ env }), { fromSource: true }));
    const plan = await planRelease(run, draft, image);
    expect(plan.config.KEY)
      .to.match(/^[0-9a-f]{64}$/)
      .and.equal(draft.env?.values.KEY);
    run.out.line(plan.config.KEY);
    expect(printed).to.not.contain(plan.config.KEY);
  });

  it('refuses a character that no manifest can contain before the build', async () => {
    const procfile = { web: 'serve \u007f' };
    const draft = draftRelease(prepare(), appSpec({ procfile }), { fromSource: true });
    const failure = await checkBeforeBuild(prepare(), draft).catch((error: unknown) => error);
    expect(failure).to.have.property('code', 'release.character');
  });

  it('ignores the env of app.json when the release has no source', async () => {
    const run = prepare();
    const draft = draftRelease(run, appSpec({ env: { KEY: 'value' } }), { fromSource: false });
    expect((await planRelease(run, draft, image)).config).to.deep.equal({});
  });

  it('asks the cluster once, and again only when the build took long', async () => {
    withCertificate();
    const resources = ['Certificate', 'Issuer', 'ClusterIssuer'].map((kind) => ({
      name: `${kind.toLowerCase()}s`,
      kind,
      namespaced: kind !== 'ClusterIssuer',
    }));
    server.handler = (_, response) =>
      answer(response, 200, { metadata: { resourceVersion: '1' }, resources, items: [] });
    const run = prepare();
    const draft = await checkBeforeBuild(run, draftRelease(run, appSpec(), { fromSource: true }));
    const asked = server.seen.length;
    expect(asked).to.be.greaterThan(0);
    await planRelease(run, draft, image);
    expect(server.seen).to.have.length(asked);
    const old = { ...draft.cluster!, askedAt: draft.cluster!.askedAt - 31_000 };
    await planRelease(run, { ...draft, cluster: old }, image);
    expect(server.seen.length).to.be.greaterThan(asked);
  });

  it('prints a warning once, although the check runs before and after the build', async () => {
    withCertificate();
    const run = prepare();
    const draft = await checkBeforeBuild(run, draftRelease(run, appSpec(), { fromSource: true }));
    await planRelease(run, draft, image);
    expect(printed.match(/cert-manager is not installed/g)).to.have.length(1);
  });

  it('continues with the build when the cluster does not answer, and asks the cluster afterwards', async () => {
    withCertificate();
    server.handler = (_, response) => answer(response, 500, { message: 'down' });
    const run = prepare();
    const draft = await checkBeforeBuild(run, draftRelease(run, appSpec(), { fromSource: true }));
    expect(draft.cluster).to.equal(undefined);
    expect((await failureOf(() => planRelease(run, draft, image))).message).to.contain('down');
  });

  it('refuses wrong settings before the build', async () => {
    store.properties.set('shop', 'scheduler-k3s', 'deploy-timeout', 'soon');
    const run = prepare();
    const draft = draftRelease(run, appSpec(), { fromSource: true });
    expect((await failureOf(() => checkBeforeBuild(run, draft))).code).to.equal('release.settings');
  });

  it('names the previous location when the namespace was changed', async () => {
    const spec = specOf({ namespace: 'old' });
    storeRelease(store, 1, 'succeeded', { spec });
    const run = prepare();
    const plan = await planRelease(run, draftRelease(run, appSpec(), { fromSource: false }), image);
    expect(plan.movesFrom).to.deep.equal(JSON.parse(JSON.stringify(spec)));
  });

  it("repeats a record exactly under a new number, with the record's config", () => {
    storeRelease(store, 1, 'succeeded', { spec: release(), config: { A: 'old' } });
    store.config.set('shop', { A: 'new' });
    const plan = planFromRecord(prepare(), store.releases.find('shop', 1)!);
    expect(plan).to.deep.include({ config: { A: 'old' }, manifest: '' });
    expect(plan.spec.number).to.equal(2);
  });

  it('cannot repeat a record whose config is missing', async () => {
    storeRelease(store, 1, 'succeeded', { spec: release() });
    const record = { ...store.releases.find('shop', 1)!, configHash: 'gone' };
    expect((await failureOf(() => planFromRecord(prepare(), record))).code).to.equal(
      'release.config-missing',
    );
  });
});

function release() {
  return sample({ app: 'shop' });
}
