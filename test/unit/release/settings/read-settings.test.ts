import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { environmentFrom } from '../../../../src/core/environment.ts';
import { readSettings } from '../../../../src/release/settings/read-settings.ts';
import { defaultSettings } from '../../../../src/release/settings/settings.ts';
import { GLOBAL } from '../../../../src/state/scope.ts';
import { Store } from '../../../../src/state/store.ts';

describe('stored settings of a release', () => {
  const root = mkdtempSync(join(tmpdir(), 'settings-'));
  let store: Store;
  before(() => {
    store = Store.open(environmentFrom({ DOKKU_ROOT: root }, '/nowhere'));
    store.apps.create('demo');
  });
  after(() => {
    store.close();
    rmSync(root, { recursive: true });
  });

  it('are the defaults of an app without any', () => {
    expect(readSettings(store, 'demo')).to.deep.equal({ ...defaultSettings, scale: {} });
  });

  it('are those of the app, else the global ones; the ingress class is only global', () => {
    for (const [key, value] of [
      ['deploy-timeout', '10s'],
      ['namespace', 'shared'],
      ['ingress-class', 'nginx'],
    ] as const) {
      store.properties.set(GLOBAL, 'scheduler-k3s', key, value);
    }
    store.properties.set('demo', 'scheduler-k3s', 'deploy-timeout', '20s');
    store.properties.set('demo', 'scheduler-k3s', 'ingress-class', 'ignored');
    expect(readSettings(store, 'demo')).to.include({
      deployTimeout: '20s',
      namespace: 'shared',
      ingressClass: 'nginx',
    });
  });

  it('distinguish restarts of the app and of one process', () => {
    store.properties.set('demo', 'ps', 'restarted-at', '2026-01-01T00:00:00.000Z');
    store.properties.set('demo', 'ps', 'restarted-at.worker', '2026-01-02T00:00:00.000Z');
    expect(readSettings(store, 'demo').restartedAt).to.deep.equal({
      app: '2026-01-01T00:00:00.000Z',
      processes: { worker: '2026-01-02T00:00:00.000Z' },
    });
  });

  it('contain the suspended cron tasks', () => {
    store.properties.set('demo', 'cron', 'maintenance.abc', 'true');
    store.properties.set('demo', 'cron', 'maintenance.def', 'false');
    expect(readSettings(store, 'demo').cronMaintenance).to.deep.equal({ app: false, tasks: ['abc'] });
    store.properties.set(GLOBAL, 'cron', 'maintenance', 'true');
    expect(readSettings(store, 'demo').cronMaintenance.app).to.equal(true);
  });

  it('name the credentials of triggers without showing them', () => {
    store.secrets.set('demo', 'scheduler-k3s.trigger-auth', {
      'datadog.apiKey': 'secret',
      'datadog.app.key': 'secret',
    });
    expect(readSettings(store, 'demo').triggerAuth).to.deep.equal({ datadog: ['apiKey', 'app.key'] });
  });

  it('contain annotations and labels, also global ones', () => {
    store.properties.set('demo', 'scheduler-k3s.labels', 'web.pod.example.com/tier', 'front');
    store.properties.set(GLOBAL, 'scheduler-k3s.annotations', '--global.service.team', 'all');
    expect(readSettings(store, 'demo').metadata).to.deep.equal([
      { kind: 'annotation', scope: 'global', process: undefined, type: 'service', key: 'team', value: 'all' },
      { kind: 'label', scope: 'app', process: 'web', type: 'pod', key: 'example.com/tier', value: 'front' },
    ]);
  });

  it('have no domains while they are disabled', () => {
    store.domains.replace('demo', ['demo.example.com']);
    expect(readSettings(store, 'demo').domains).to.deep.equal(['demo.example.com']);
    store.config.set('demo', { NO_VHOST: '1' });
    expect(readSettings(store, 'demo').domains).to.deep.equal([]);
  });
});
