import { expect } from 'chai';
import { Failure } from '../../../../src/core/failure.ts';
import type { StorageEntry } from '../../../../src/state/storage-entries.ts';
import { differences } from '../../../../src/storage/entry/compare.ts';
import { ownerOf } from '../../../../src/storage/entry/owner.ts';
import { isPath, problemsOfEntryName, validateNewEntry } from '../../../../src/storage/entry/validate.ts';
import { sampleEntry } from '../sample.ts';

function problems(fields: Partial<StorageEntry>): string[] {
  try {
    validateNewEntry(sampleEntry(fields));
  } catch (error) {
    if (error instanceof Failure) return error.details;
    throw error;
  }
  return [];
}

describe('a storage entry', () => {
  it('has a name that claims and volumes can have', () => {
    expect(problemsOfEntryName('my-data-2')).to.deep.equal([]);
    expect(problemsOfEntryName('a'.repeat(45))).to.deep.equal([]);
    for (const name of [
      '',
      'My',
      'a_b',
      '-a',
      'a-',
      'a.b',
      '../a',
      'a'.repeat(46),
      'shmem',
      'legacy-0123456789',
      'legacy-data',
    ])
      expect(problemsOfEntryName(name), name).not.to.deep.equal([]);
  });

  it('is refused with all its mistakes', () => {
    expect(problems({})).to.deep.equal([]);
    const wrong = problems({
      size: 'banana',
      accessMode: 'readwriteonce',
      reclaimPolicy: 'keep',
      chown: '70000',
      mode: '755',
    });
    expect(wrong).to.have.length(5);
    expect(problems({ size: '' })).to.deep.equal(['--size is required, e.g. --size 1Gi']);
    expect(problems({ size: '0' })).to.have.length(1);
    expect(problems({ hostPath: '/srv/a', storageClass: 'fast' }).join()).to.match(/cannot be used together/);
    expect(problems({ labels: { 'dokku.com/x': 'y' } }).join()).to.match(/set by dokku itself/);
    expect(problems({ labels: { team: 'a b' } }).join()).to.match(/not a valid label value/);
    expect(problems({ scheduler: 'docker-local', hostPath: '/srv/a', size: '1Gi' }).join()).to.match(
      /--size is for k3s/,
    );
  });

  it('has an absolute path without empty parts and ..', () => {
    for (const path of ['srv', '/', '//', '///', '/../x', '/a/..', '/a/../etc', '/a/./b', '/a//b', '/a/'])
      expect(isPath(path), path).to.equal(false);
    for (const path of ['/a:b', '/a\n', '/a\0']) expect(isPath(path), path).to.equal(false);
    expect(isPath('/srv/my data/.hidden')).to.equal(true);
  });

  it("never deletes the files of a node's folder", () => {
    const refused = (hostPath: string) => problems({ hostPath, reclaimPolicy: 'Delete' }).length > 0;
    for (const path of ['/', '//', '/etc', '/etc/ssl', '/usr/lib', '/var', '/var/lib', '/home', '/srv'])
      expect(refused(path), path).to.equal(true);
    for (const path of ['/data', '/srv/photos', '/var/lib/shop', '/home/ada/data', '/etcetera'])
      expect(refused(path), path).to.equal(false);
    expect(problems({ hostPath: '/etc/ssl', reclaimPolicy: 'Retain' })).to.deep.equal([]);
  });

  it('accepts the owners of each builder', () => {
    const pairs = { herokuish: 32767, heroku: 1000, paketo: 2000, packeto: 2000, root: 0, '65535': 65535 };
    for (const [name, uid] of Object.entries(pairs)) expect(ownerOf(name), name).to.equal(uid);
    expect([ownerOf(''), ownerOf('false')]).to.deep.equal([undefined, undefined]);
    for (const name of ['65536', '-1', 'constructor', '1a']) expect(ownerOf(name), name).to.equal('invalid');
  });

  it('equals an entry in another notation', () => {
    const same = { size: '1024Mi', accessMode: 'ReadWriteOnce', reclaimPolicy: 'Retain' };
    expect(differences(sampleEntry({}), sampleEntry(same))).to.deep.equal([]);
  });

  it('that differs is reported with commands that a shell can run', () => {
    const stored = sampleEntry({ labels: { tier: 'gold' } });
    const wanted = sampleEntry({ annotations: { note: "it's two words" }, labels: { constructor: 'x' } });
    expect(differences(stored, wanted).map(({ fix }) => fix)).to.deep.equal([
      `storage:annotations:set data note 'it'\\''s two words'`,
      'storage:labels:set data tier',
      'storage:labels:set data constructor x',
    ]);
    const owner = differences(sampleEntry({ chown: 'heroku' }), sampleEntry({}));
    expect(owner.map(({ fix }) => fix)).to.deep.equal([`storage:set data chown ''`]);
    const local = sampleEntry({ scheduler: 'docker-local', hostPath: '/srv/a', size: '' });
    expect(differences(stored, local).map(({ what }) => what)).to.deep.equal(['scheduler']);
  });
});
