import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { environmentFrom } from '../../../../src/core/environment.ts';
import { readIssuedCertificates } from '../../../../src/release/settings/read-certificate.ts';
import { readNamespace } from '../../../../src/release/settings/read-namespace.ts';
import { tlsSecretName } from '../../../../src/release/tls/tls-secret.ts';
import { refuseTlsSecretConflict } from '../../../../src/release/tls/tls-secret-conflict.ts';
import { Store } from '../../../../src/state/store.ts';

describe('the Secret of a certificate', () => {
  let root: string;
  let store: Store;

  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'dokku-secret-'));
    store = Store.open(environmentFrom({ DOKKU_ROOT: root }, root));
    for (const app of ['a', 'a-web']) store.apps.create(app);
  });
  afterEach(() => {
    store.close();
    rmSync(root, { recursive: true });
  });

  function release(app: string, secretName: string): void {
    const spec = JSON.stringify({ namespace: 'default', routing: { tls: { secretName } } });
    const texts = { image: '{}', appSpec: '{}', kustomize: '{}', manifest: '', configHash: 'h', spec };
    const about = { build: undefined, createdAt: 0, description: '', author: 'ada', commit: undefined };
    store.releases.begin({ app, number: 1, ...about, ...texts }, {});
  }

  function refuseImport(app: string, isVisible = true): void {
    const namespace = readNamespace(store.properties, app);
    const issued = readIssuedCertificates(store, tlsSecretName(app));
    refuseTlsSecretConflict({ app, namespace }, issued, () => isVisible);
  }

  it('is free unless an app with the same object names keeps an issued certificate there', () => {
    refuseImport('a-web');
    release('a', 'tls-a');
    refuseImport('a-web');
    refuseImport('a');
  });

  it('is refused to the second app in a namespace, with both solutions', () => {
    release('a', 'tls-a-web');
    expect(() => refuseImport('a-web')).to.throw('would overwrite that of a:');
    expect(() => refuseImport('a-web', false)).to.throw('would overwrite that of another app:');
    store.properties.set('a-web', 'scheduler-k3s', 'namespace', 'other');
    refuseImport('a-web');
  });
});
