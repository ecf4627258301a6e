import { expect } from 'chai';
import { Failure } from '../../../src/core/failure.ts';
import type { Kube } from '../../../src/kube/kube.ts';
import {
  enforceLevel,
  prepareNamespace,
  type ReleaseNamespace,
  removeOwner,
  renameOwner,
} from '../../../src/rollout/objects/app-namespace.ts';
import { objectsToKeep } from '../../../src/rollout/objects/namespace-contents.ts';
import { ApiServer } from '../kube/api-server.ts';
import { ObjectStore } from '../kube/object-store.ts';

const managed = { 'dokku.com/managed': 'true' };
const partOf = (app: string) => ({ 'app.kubernetes.io/part-of': app });
const enforce = 'pod-security.kubernetes.io/enforce';
const { signal } = new AbortController();

const kinds = {
  v1: [
    { kind: 'Namespace', plural: 'namespaces', namespaced: false },
    { kind: 'ConfigMap', plural: 'configmaps', namespaced: true },
    { kind: 'Event', plural: 'events', namespaced: true },
    { kind: 'PersistentVolumeClaim', plural: 'persistentvolumeclaims', namespaced: true },
    { kind: 'Pod', plural: 'pods', namespaced: true },
    { kind: 'Secret', plural: 'secrets', namespaced: true },
  ],
  'example.com/v1': [{ kind: 'Database', plural: 'databases', namespaced: true }],
};
type StoredObject = ObjectStore['objects'][number];

describe('the namespace of one app', () => {
  let server: ApiServer;
  let kube: Kube;
  let store: ObjectStore;

  const begin = (...objects: StoredObject[]) => {
    store = new ObjectStore(server, kinds, objects);
  };
  const namespace = (labels: Record<string, string>): StoredObject => ({
    apiVersion: 'v1',
    kind: 'Namespace',
    metadata: { name: 'apps-shop', labels },
  });
  const object = (
    kind: string,
    name: string,
    metadata: Partial<StoredObject['metadata']> = {},
  ): StoredObject => ({
    apiVersion: kind === 'Database' ? 'example.com/v1' : 'v1',
    kind,
    metadata: { name, namespace: 'apps-shop', ...metadata },
  });
  const prepare = (fields: Partial<ReleaseNamespace> = {}) =>
    prepareNamespace(kube, { ...wanted, ...fields }, signal);
  const wanted: ReleaseNamespace = {
    name: 'apps-shop',
    app: 'shop',
    names: ['shop'],
    isOwn: true,
    otherApps: () => [],
    level: 'baseline',
  };
  const labels = () => store.objects.find(({ kind }) => kind === 'Namespace')?.metadata.labels;
  const refusal = async (fields: Partial<ReleaseNamespace> = {}) => {
    const error = await prepare(fields).catch((problem: unknown) => problem);
    expect(error).to.be.instanceOf(Failure);
    return (error as Failure).details;
  };

  beforeEach(async () => {
    server = new ApiServer();
    kube = await server.start();
  });
  afterEach(() => server.stop());

  it('is created with its labels', async () => {
    begin();
    await prepare();
    expect(labels()).to.include({ ...managed, ...partOf('shop'), [enforce]: 'baseline' });
  });

  it('is not created and not changed when it is shared', async () => {
    begin();
    await prepare({ isOwn: false });
    expect(store.objects).to.deep.equal([]);
    begin(namespace(managed));
    await prepare({ isOwn: false });
    expect(labels()).to.deep.equal(managed);
  });

  it('gets a stricter level only when the new version serves, and a weaker one before', async () => {
    begin(namespace({ ...managed, ...partOf('shop'), [enforce]: 'baseline' }));
    await prepare({ level: 'restricted' });
    expect(labels()).to.include({ [enforce]: 'baseline' });
    await enforceLevel(kube, { ...wanted, level: 'restricted' }, signal);
    expect(labels()).to.include({ [enforce]: 'restricted' });
    await prepare({ level: 'privileged' });
    expect(labels()).to.include({ [enforce]: 'privileged' });
  });

  it('is adopted when dokku created it and nobody else is there', async () => {
    const claim = { 'dokku.com/storage-entry': 'data' };
    begin(
      namespace(managed),
      object('Pod', 'web', { labels: partOf('shop') }),
      object('Pod', 'job', { labels: claim }),
    );
    await prepare();
    expect(labels()).to.include(partOf('shop'));
  });

  it('is refused when it is of others', async () => {
    begin(namespace({}));
    expect(await refusal()).to.deep.equal(['The namespace was not created by dokku']);
    begin(namespace({ ...managed, ...partOf('bakery') }));
    expect(await refusal()).to.deep.equal(['The namespace was created for another app']);
    begin(namespace(managed), object('Pod', 'db'));
    expect(await refusal({ otherApps: () => ['bakery'] })).to.deep.equal([
      'Another app is in the namespace',
      '1 pod is not of shop',
    ]);
    expect(labels()).to.deep.equal(managed);
  });

  it('keeps its app under another name, or has none any more', async () => {
    begin(namespace({ ...managed, ...partOf('shop') }));
    await renameOwner(kube, 'apps-shop', { from: 'other', to: 'bakery' }, signal);
    expect(labels()).to.include(partOf('shop'));
    await renameOwner(kube, 'apps-shop', { from: 'shop', to: 'bakery' }, signal);
    expect(labels()).to.include(partOf('bakery'));
    await removeOwner(kube, 'apps-shop', signal);
    expect(labels()).to.deep.equal(managed);
  });

  it('stays for claims and for objects of others', async () => {
    const owner = { apiVersion: 'v1', kind: 'Pod', name: 'web', uid: '1' };
    begin(
      object('ConfigMap', 'kube-root-ca.crt'),
      object('ConfigMap', 'theme', { annotations: { 'meta.helm.sh/release-name': 'shop' } }),
      object('ConfigMap', 'region'),
      object('Event', 'web.1'),
      object('PersistentVolumeClaim', 'data', { labels: partOf('shop') }),
      object('PersistentVolumeClaim', 'leaving', { deletionTimestamp: '2030-01-01T00:00:00Z' }),
      object('Pod', 'web', { labels: partOf('shop') }),
      object('Secret', 'issued', { annotations: { 'cert-manager.io/certificate-name': 'shop-web' } }),
      object('Secret', 'sh.helm.release.v1.storage-data.v1', { labels: { owner: 'helm' } }),
      object('Secret', 'owned', { ownerReferences: [owner] }),
      object('Secret', 'smtp'),
      object('Database', 'main'),
    );
    const kept = await objectsToKeep(kube, 'apps-shop', ['shop'], signal);
    expect(kept.map(({ kind, name }) => `${kind} ${name}`)).to.have.members([
      'ConfigMap region',
      'PersistentVolumeClaim data',
      'Secret smtp',
      'Database main',
    ]);
  });
});
