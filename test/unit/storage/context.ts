import { environmentFrom } from '../../../src/core/environment.ts';
import { Output } from '../../../src/core/output.ts';
import type { Kube } from '../../../src/kube/kube.ts';
import type { StorageContext } from '../../../src/storage/context.ts';
import { temporaryStore } from '../state/fixture.ts';

/** Returns the context for work on an entry: a Helm that always succeeds without any work, and the printed text. */
export function storageContext(kube: Kube) {
  const { store, root, end } = temporaryStore();
  let printed = '';
  const sink = {
    write: (text: string) => {
      printed += text;
    },
  };
  const environment = environmentFrom({ DOKKU_ROOT: root }, '/nowhere');
  const context: StorageContext = {
    environment,
    store,
    out: new Output({ stdout: sink, stderr: sink }),
    signal: new AbortController().signal,
    helm: {
      helm: 'true',
      kustomize: 'true',
      chart: '/nowhere',
      plugins: '/nowhere',
      home: root,
      kubeconfig: '/nowhere',
      kubeContext: '',
    },
    kube: async () => kube,
  };
  return { context, store, root, end, printed: () => printed };
}
