/** The tiers in the order they begin. */
export interface Tier {
  name: string;
  files: string[];
  /** Milliseconds for one test. */
  timeout: number;
  /** Needs the running engine. */
  engine: boolean;
  /** Add-ons of the engine that it, and what comes after it, need: they may have to be compiled. */
  addons?: string[];
  /** Those that come after it do not wait for its end. */
  apart?: boolean;
  /** Waits for nothing, so it gets what others leave of the processors, and does not make them late. */
  yielding?: boolean;
  /** Files at once: most of these tests wait for something. */
  jobs?: number;
}

export const tiers: readonly Tier[] = [
  {
    name: 'engine-destructive',
    files: ['test/engine/**/destructive-*.test.ts'],
    timeout: 300_000,
    engine: false,
    apart: true,
  },
  { name: 'unit', files: ['test/unit/**/*.test.ts'], timeout: 10_000, engine: false, jobs: 2 },
  {
    name: 'engine',
    files: ['test/engine/**/!(destructive-*).test.ts'],
    timeout: 180_000,
    engine: true,
    addons: ['keda', 'cert-manager', 'pebble'],
    apart: true,
    jobs: 2,
  },
  {
    name: 'transcript',
    files: ['test/transcript/**/*.test.ts'],
    timeout: 120_000,
    engine: false,
    apart: true,
    yielding: true,
    jobs: 2,
  },
  { name: 'golden', files: ['test/golden/**/*.test.ts'], timeout: 60_000, engine: true },
  {
    name: 'cluster',
    // The longest first, so that none of them is left alone at the end.
    files: [
      'test/docs/**/*.test.ts',
      'test/cluster/storage/{mounts,apps,killed,contents}.test.ts',
      'test/cluster/deploy/{interrupted,push,broken,checks}.test.ts',
      'test/cluster/{cron/cron,autoscaling,lifecycle/*,quickstart,rollout/*,session,tls}.test.ts',
      'test/cluster/{storage,deploy}/**/*.test.ts',
      'test/cluster/**/*.test.ts',
    ],
    timeout: 240_000,
    engine: true,
    jobs: 4,
  },
];
