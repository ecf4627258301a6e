import type { ReleaseSpec } from '../../../src/release/types.ts';
import type { Outcome } from '../../../src/state/deploys/release-record.ts';
import type { Store } from '../../../src/state/store.ts';

/** Returns a ReleaseSpec with the fields that these tests need. */
export function specOf(fields: Partial<ReleaseSpec> = {}): ReleaseSpec {
  return {
    app: 'shop',
    number: 1,
    namespace: 'default',
    deploy: { timeoutSeconds: 60, rollbackOnFailure: false, kustomize: undefined },
    processes: [],
    ...fields,
  } as unknown as ReleaseSpec;
}

/** Stores a finished or running release of the app `shop`. */
export function storeRelease(
  store: Store,
  number: number,
  outcome: Outcome,
  {
    spec = specOf({ number }),
    reason,
    config = {},
  }: { spec?: ReleaseSpec; reason?: string; config?: Record<string, string> } = {},
): void {
  store.releases.begin(
    {
      app: 'shop',
      number,
      build: undefined,
      createdAt: number,
      description: `Deploy ${number}`,
      author: 'alice',
      commit: undefined,
      image: '{}',
      configHash: `hash${number}`,
      appSpec: '{}',
      spec: JSON.stringify(spec),
      kustomize: '{}',
      manifest: '',
    },
    config,
  );
  if (outcome !== 'running') store.releases.finish('shop', number, { outcome, reason, stages: {} });
}
