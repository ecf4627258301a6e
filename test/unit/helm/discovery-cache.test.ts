import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect } from 'chai';
import { completeDiscoveryCache } from '../../../src/helm/discovery-cache.ts';

describe("Helm's cache of the cluster's kinds", () => {
  let home: string;
  const fileOf = (path: string) => join(home, '.kube', 'cache', 'discovery', '127.0.0.1_6443', path);
  const write = (path: string, content: object) => {
    mkdirSync(dirname(fileOf(path)), { recursive: true });
    writeFileSync(fileOf(path), JSON.stringify(content));
  };
  const kindsIn = (version: string) =>
    JSON.parse(readFileSync(fileOf(`${version}/serverresources.json`), 'utf8')).resources;
  const groups = (...versions: string[]) => ({
    kind: 'APIGroupList',
    apiVersion: 'v1',
    groups: versions.map((groupVersion) => ({
      name: groupVersion.split('/')[0],
      versions: [{ groupVersion }],
    })),
  });

  beforeEach(() => {
    home = mkdtempSync(join(tmpdir(), 'discovery-'));
  });
  afterEach(() => rmSync(home, { recursive: true }));

  it('gets a file for a group without kinds, and keeps those that are there', () => {
    write('servergroups.json', groups('v1', 'external.metrics.k8s.io/v1beta1'));
    write('v1/serverresources.json', { resources: [{ name: 'pods' }] });
    completeDiscoveryCache(home);
    expect(kindsIn('external.metrics.k8s.io/v1beta1')).to.deep.equal([]);
    expect(kindsIn('v1')).to.deep.equal([{ name: 'pods' }]);
  });

  it('keeps the files without kinds from growing old, and only those', () => {
    write('servergroups.json', groups('apps/v1', 'external.metrics.k8s.io/v1beta1'));
    write('apps/v1/serverresources.json', { resources: [{ name: 'deployments' }] });
    completeDiscoveryCache(home);
    const ageOf = (version: string) =>
      Date.now() - statSync(fileOf(`${version}/serverresources.json`)).mtimeMs;
    for (const version of ['apps/v1', 'external.metrics.k8s.io/v1beta1'])
      utimesSync(fileOf(`${version}/serverresources.json`), 0, 0);
    completeDiscoveryCache(home);
    expect(ageOf('external.metrics.k8s.io/v1beta1')).to.be.lessThan(60_000);
    expect(ageOf('apps/v1')).to.be.greaterThan(60_000);
  });

  it('is left alone before the first upgrade, and when it cannot be read', () => {
    completeDiscoveryCache(home);
    write('servergroups.json', {});
    completeDiscoveryCache(home);
  });
});
