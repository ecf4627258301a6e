import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { environmentFrom } from '../../../src/core/environment.ts';
import { Store } from '../../../src/state/store.ts';

/** Creates an empty store in a temporary folder, which `end` deletes. */
export function temporaryStore(): { store: Store; root: string; reopen(): Store; end(): void } {
  const root = mkdtempSync(join(tmpdir(), 'dokku-state-'));
  const open = () => Store.open(environmentFrom({ DOKKU_ROOT: root }, '/nowhere'));
  let store = open();
  return {
    store,
    root,
    reopen() {
      store.close();
      store = open();
      return store;
    },
    end() {
      store.close();
      rmSync(root, { recursive: true });
    },
  };
}
