/** The tiers in the order they run: cheap ones first, those that stop the engine before those that use it. */
export interface Tier {
  name: string;
  files: string[];
  /** Milliseconds for one test. */
  timeout: number;
  /** Needs the running engine. */
  engine: boolean;
  /** Files at once: most of these tests wait for a cluster. */
  jobs?: number;
}

export const tiers: readonly Tier[] = [
  { name: 'unit', files: ['test/unit/**/*.test.ts'], timeout: 10_000, engine: false },
  { name: 'transcript', files: ['test/transcript/**/*.test.ts'], timeout: 120_000, engine: false, jobs: 2 },
  {
    name: 'engine-destructive',
    files: ['test/engine/**/destructive-*.test.ts'],
    timeout: 300_000,
    engine: false,
  },
  { name: 'engine', files: ['test/engine/**/!(destructive-*).test.ts'], timeout: 180_000, engine: true },
  { name: 'golden', files: ['test/golden/**/*.test.ts'], timeout: 60_000, engine: true },
  {
    name: 'cluster',
    files: ['test/docs/**/*.test.ts', 'test/cluster/**/*.test.ts'],
    timeout: 240_000,
    engine: true,
    jobs: 3,
  },
];
