/** What a tier requires before it runs. */
export type Need =
  /** The Debian packages of the tests. */
  | 'packages'
  /** The program itself, in dist/. */
  | 'bundle'
  /** The programs helm and kustomize. */
  | 'renderers'
  /** A Kubernetes cluster with a registry and BuildKit: the engine's, or the one that DOKKU_TEST_KUBECONFIG names. */
  | 'cluster'
  /**
   * The engine of this machine. This need alone does not start the engine: a destructive tier starts an engine of its
   * own.
   */
  | 'engine';

/** A group of test files that runs as one step. `tiers` lists the tiers in the order in which they start. */
export interface Tier {
  name: string;
  /** Patterns of the test files; empty for the tier that reads the sources. */
  files: string[];
  needs: Need[];
  /** Time-out of one test. It ends only tests that hang; scripts/bench measures speed. */
  timeoutMs: number;
  /** Add-ons of the engine that this tier and later tiers need. They may have to be compiled. */
  addons?: string[];
  /** Later tiers do not wait for the end of this tier. */
  apart?: boolean;
  /** Runs with low priority, because nothing waits for it. */
  yielding?: boolean;
  /** Number of files that run in parallel: most of these tests wait for something. */
  jobs?: number;
  /** Report the coverage of src/ by these tests. */
  coverage?: boolean;
}

export const tiers: readonly Tier[] = [
  { name: 'check', files: [], needs: [], timeoutMs: 0, apart: true },
  {
    name: 'engine-destructive',
    files: ['test/engine/**/destructive-*.test.ts'],
    needs: ['packages', 'engine'],
    timeoutMs: 600_000,
    apart: true,
  },
  { name: 'unit', files: ['test/unit/**/*.test.ts'], needs: [], timeoutMs: 240_000, jobs: 2, coverage: true },
  {
    name: 'engine',
    files: ['test/engine/**/!(destructive-*).test.ts'],
    needs: ['packages', 'engine', 'cluster'],
    timeoutMs: 600_000,
    addons: ['keda', 'cert-manager', 'pebble'],
    apart: true,
    jobs: 2,
  },
  {
    name: 'transcript',
    files: ['test/transcript/**/*.test.ts'],
    needs: ['packages'],
    timeoutMs: 600_000,
    apart: true,
    yielding: true,
    jobs: 2,
  },
  {
    name: 'golden',
    files: ['test/golden/**/*.test.ts'],
    needs: ['renderers'],
    timeoutMs: 240_000,
  },
  {
    name: 'cluster',
    // The longest files first, so that none of them runs alone at the end.
    files: [
      'test/docs/**/*.test.ts',
      'test/cluster/storage/{mounts,apps,killed,contents}.test.ts',
      'test/cluster/deploy/{interrupted,push,broken,checks}.test.ts',
      'test/cluster/{cron/cron,autoscaling,lifecycle/*,quickstart,rollout/*,session,tls}.test.ts',
      'test/cluster/{storage,deploy}/**/*.test.ts',
      'test/cluster/**/*.test.ts',
    ],
    needs: ['packages', 'bundle', 'cluster'],
    timeoutMs: 600_000,
    jobs: 4,
  },
];
