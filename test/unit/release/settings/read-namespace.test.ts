import { expect } from 'chai';
import { namespaceProblem } from '../../../../src/release/settings/namespace-template.ts';
import {
  hasOwnNamespace,
  readNamespace,
  readSharedNamespace,
} from '../../../../src/release/settings/read-namespace.ts';
import { GLOBAL } from '../../../../src/state/scope.ts';
import type { Store } from '../../../../src/state/store.ts';
import { temporaryStore } from '../../state/fixture.ts';

describe('the namespace of an app', () => {
  let fixture: ReturnType<typeof temporaryStore>;
  let store: Store;
  beforeEach(() => {
    fixture = temporaryStore();
    store = fixture.store;
    store.apps.create('shop');
  });
  afterEach(() => fixture.end());
  const set = (scope: string, value: string) =>
    store.properties.set(scope, 'scheduler-k3s', 'namespace', value);

  it('is shared by all apps unless a template gives each its own', () => {
    expect(readNamespace(store.properties, 'shop')).to.equal('default');
    expect(readSharedNamespace(store.properties)).to.equal('default');
    expect(hasOwnNamespace(store.properties, 'shop')).to.equal(false);
    set(GLOBAL, 'apps-{{ .AppName }}');
    expect(readNamespace(store.properties, 'shop')).to.equal('apps-shop');
    expect(readNamespace(store.properties, 'shop', 'bakery')).to.equal('apps-bakery');
    expect(readSharedNamespace(store.properties)).to.equal(undefined);
    expect(hasOwnNamespace(store.properties, 'shop')).to.equal(true);
  });

  it('is that of the app itself before the global one', () => {
    set(GLOBAL, 'apps-{{ .AppName }}');
    set('shop', 'team');
    expect(readNamespace(store.properties, 'shop')).to.equal('team');
    expect(hasOwnNamespace(store.properties, 'shop')).to.equal(false);
    set(GLOBAL, 'all');
    set('shop', '{{.AppName}}-of-{{  .AppName}}');
    expect(readNamespace(store.properties, 'shop')).to.equal('shop-of-shop');
    expect(readSharedNamespace(store.properties)).to.equal('all');
  });

  it('has a valid name for every app', () => {
    for (const valid of [
      'default',
      'apps-{{ .AppName }}',
      '{{.AppName}}',
      'a'.repeat(63),
      `${'a'.repeat(27)}{{ .AppName }}`,
    ])
      expect(namespaceProblem(valid), valid).to.equal(undefined);
    for (const [wrong, reason] of [
      ['kube-system', 'belong to Kubernetes'],
      ['kube-{{ .AppName }}', 'belong to Kubernetes'],
      ['Apps', 'lower-case letters'],
      ['a'.repeat(64), 'at most 63'],
      ['apps-{{ .Name }}', 'no template besides {{ .AppName }}'],
      ['apps-{{ .AppName | upper }}', 'no template besides {{ .AppName }}'],
      ['{{ .AppName }}-', 'without a dash'],
      ['apps.{{ .AppName }}', 'besides {{ .AppName }}'],
      [`${'a'.repeat(28)}{{ .AppName }}`, 'at most 63 characters, and an app name up to 36'],
      ['{{ .AppName }}-{{ .AppName }}', 'at most 63 characters'],
    ] as const)
      expect(namespaceProblem(wrong), wrong).to.contain(reason);
  });
});
