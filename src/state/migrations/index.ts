import type { Migration } from '../migrate.ts';
import { initial } from './0001-initial.ts';
import { storage } from './0002-storage.ts';
import { secrets } from './0003-secrets.ts';
import { storageNotes } from './0004-storage-notes.ts';
import { maxPods } from './0005-max-pods.ts';

/** The migrations in order. A released migration never changes; add a new migration instead. */
export const migrations: readonly Migration[] = [initial, storage, secrets, storageNotes, maxPods];
