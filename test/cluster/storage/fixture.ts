import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { clusterUnderTest } from '../../../scripts/lib/cluster-under-test.ts';
import { Installation } from '../installation.ts';

/** Image for the pods of the tests; the registry of the cluster contains it. */
export const image = `${clusterUnderTest().registry}/library/busybox`;

/** An image that is missing in the registry. */
export const noImage = `${clusterUnderTest().registry}/library/nothing`;

type GlobalKind = 'persistentvolume' | 'storageclass' | 'namespace' | 'validatingwebhookconfiguration';

interface Changing {
  metadata: Record<string, unknown>;
  status: { phase: string };
}

/**
 * An installation whose namespace exists from the beginning. Its objects outside the namespace are deleted at the end.
 */
export class Storage extends Installation {
  readonly #clusterWide: [kind: string, name: string][] = [];

  static async begin(options: { serve?: boolean } = {}): Promise<Storage> {
    const storage = new Storage();
    await storage.configure();
    await storage.must('storage:set', '--global', 'image', image);
    await storage.apply({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: storage.namespace } });
    if (options.serve) await storage.serve();
    return storage;
  }

  /** Returns a name for a cluster-wide object, and registers the object for deletion. */
  global(kind: GlobalKind, name: string): string {
    const full = `${name}-${this.id}`;
    this.#clusterWide.push([kind, full]);
    return full;
  }

  /** Creates a StorageClass, by default without a provisioner. */
  async class(name: string, fields: object = {}): Promise<string> {
    const full = this.global('storageclass', name);
    await this.apply({
      apiVersion: 'storage.k8s.io/v1',
      kind: 'StorageClass',
      metadata: { name: full },
      provisioner: 'kubernetes.io/no-provisioner',
      volumeBindingMode: 'Immediate',
      ...fields,
    });
    return full;
  }

  /** Creates an available volume of a class: a folder of the node. */
  async volume(name: string, storageClassName: string, fields: object = {}): Promise<string> {
    const full = this.global('persistentvolume', name);
    await this.apply({
      apiVersion: 'v1',
      kind: 'PersistentVolume',
      metadata: { name: full },
      spec: {
        accessModes: ['ReadWriteOnce', 'ReadWriteMany'],
        capacity: { storage: '1Gi' },
        hostPath: { path: `${this.folder}/${full}`, type: 'DirectoryOrCreate' },
        persistentVolumeReclaimPolicy: 'Delete',
        storageClassName,
        ...fields,
      },
    });
    return full;
  }

  /**
   * Installs a trigger of the administrator, given as shell text. Returns its folder, which is also its working
   * directory.
   */
  trigger(name: string, script: string): string {
    const folder = join(this.root, 'plugins', 'test');
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, name), `#!/bin/sh\ncd '${folder}'\n${script}\n`, { mode: 0o755 });
    return folder;
  }

  noTrigger(name: string): void {
    rmSync(join(this.root, 'plugins', 'test', name));
  }

  /** Reads an object without the fields that change with every write. */
  async object(kind: string, name: string): Promise<object> {
    const { metadata, status, ...rest } = await this.kubeJson<Changing>('get', kind, name);
    const { resourceVersion: _, managedFields: __, ...meta } = metadata;
    return { ...rest, metadata: meta, phase: status.phase };
  }

  /** Runs a command in an entry with storage:exec. */
  inEntry(entry: string, ...command: string[]) {
    return this.dokku(['storage:exec', entry, '--', ...command]);
  }

  override async end(): Promise<void> {
    await this.#deleteVolumes();
    await this.kubectl('delete', 'namespace', this.namespace, '--ignore-not-found', '--wait=false');
    for (const [kind, name] of this.#clusterWide)
      await this.kubectl('delete', kind, name, '--ignore-not-found', '--wait=false');
    await super.end();
  }

  /** Deletes volumes under Retain, which would stay on the engine for ever. */
  async #deleteVolumes(): Promise<void> {
    type Volume = { metadata: { name: string }; spec: { claimRef?: { namespace: string } } };
    const { items } = await this.kubeJson<{ items: Volume[] }>('get', 'persistentvolumes');
    for (const { metadata, spec } of items) {
      if (spec.claimRef?.namespace !== this.namespace) continue;
      const change = '{"spec":{"persistentVolumeReclaimPolicy":"Delete"}}';
      await this.kubectl('patch', 'persistentvolume', metadata.name, '--patch', change);
    }
  }
}
