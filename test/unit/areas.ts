/**
 * An area outside src/, and what it may import besides itself. For a file in several areas, the longest `place`
 * applies.
 */
export interface Area {
  place: string;
  may: string[];
  /** Why the area needs more than the surrounding area. */
  reason?: string;
}

export const areas: readonly Area[] = [
  { place: 'scripts', may: ['src', 'scripts/bundle'] },
  { place: 'scripts/bundle', may: ['src/commands/summaries.ts'] },
  { place: 'scripts/lib', may: [] },
  { place: 'scripts/test-run', may: ['scripts/lib'] },
  { place: 'scripts/engine', may: [] },
  {
    place: 'scripts/bench-run',
    may: ['src', 'scripts/lib', 'test/cluster', 'test/unit/release/sample.ts'],
    reason: 'It measures installations, apps and releases that the tests have, too.',
  },
  { place: 'test/unit', may: ['src'] },
  {
    place: 'test/unit/docs',
    may: ['src', 'scripts/app-json-schema.ts', 'scripts/reference.ts', 'test/docs', 'test/unit'],
    reason: 'It compares generated pages with what generates them.',
  },
  {
    place: 'test/unit/engine',
    may: ['scripts/engine'],
    reason: 'The engine has no tests of its own inside its folder.',
  },
  {
    place: 'test/golden',
    may: ['src/appspec', 'src/core', 'src/deploy', 'src/exec', 'src/helm', 'src/release'],
    reason: 'From the tree to the manifest everything is a function of data, without a program to run.',
  },
  { place: 'test/transcript', may: [] },
  {
    place: 'test/transcript/apps.test.ts',
    may: ['src/core/environment.ts', 'src/state/store.ts', 'test/transcript'],
    reason: 'It prepares a database as a crash leaves it.',
  },
  {
    place: 'test/transcript/builds.test.ts',
    may: ['src/core/environment.ts', 'src/exec/process.ts', 'src/state/store.ts', 'test/transcript'],
    reason: 'It prepares a database as a crash leaves it.',
  },
  {
    place: 'test/transcript/restart.test.ts',
    may: ['src/core', 'src/exec/process.ts', 'src/state/store.ts', 'test/transcript'],
    reason: 'It prepares the record of a deploy that runs.',
  },
  {
    place: 'test/transcript/held-lock.ts',
    may: ['src/core/environment.ts', 'src/exec/process.ts', 'src/state/store.ts', 'test/transcript'],
    reason: 'It holds the lock of an app as another process would.',
  },
  {
    place: 'test/transcript/help.test.ts',
    may: ['src/cli/help/help-text.ts', 'src/commands', 'test/transcript'],
    reason: 'It compares the help that is printed with the table of commands.',
  },
  {
    place: 'test/transcript/security-key.ts',
    may: ['src/access/wire-format.ts'],
    reason: 'It plays a security key, which no program on the machine can.',
  },
  { place: 'test/cluster', may: ['scripts/lib'] },
  {
    place: 'test/cluster/ownership/pod-security.test.ts',
    may: ['src/core', 'src/kube', 'src/release/policy', 'scripts/lib'],
    reason: 'It compares the rules for pods with the API server, without a deploy.',
  },
  {
    place: 'test/cluster/build',
    may: ['src', 'scripts/lib', 'test/unit/build/failing.ts', 'test/cluster'],
    reason: 'It calls the builders and registry clients with a real BuildKit and registry, without a deploy.',
  },
  {
    place: 'test/cluster/build/login.test.ts',
    may: ['test/cluster', 'test/transcript/transcript.ts'],
    reason: 'It is a transcript that needs a registry with a login.',
  },
  {
    place: 'test/cluster/helm',
    may: ['src', 'scripts/lib', 'test/unit/release/sample.ts'],
    reason: 'It interrupts single calls of Helm.',
  },
  {
    place: 'test/cluster/rollout',
    may: ['src', 'scripts/lib', 'test/cluster'],
    reason: 'It watches rollouts that no push could produce.',
  },
  {
    place: 'test/cluster/read-objects.ts',
    may: ['src/kube', 'scripts/lib'],
    reason: 'It reads objects ten times as fast as kubectl.',
  },
  {
    place: 'test/cluster/secret-appears.ts',
    may: ['src/kube', 'scripts/lib'],
    reason: 'It acts at the moment at which an object appears, for which kubectl is too slow.',
  },
  {
    place: 'test/cluster/storage/two-nodes.test.ts',
    may: ['test/cluster', 'test/engine/engine.ts'],
    reason: 'It adds a node to the engine.',
  },
  {
    place: 'test/cluster/nodes',
    may: ['test/cluster', 'test/engine/engine.ts', 'scripts/lib'],
    reason: 'It adds a node to the engine.',
  },
  { place: 'test/docs', may: ['test/cluster', 'scripts/lib'] },
  { place: 'test/engine', may: ['scripts/lib'] },
  {
    place: 'test/engine/destructive-preflight.test.ts',
    may: ['scripts/engine/src/system/processes.ts', 'test/engine'],
    reason: 'It looks for the processes of the engine in the way in which the engine does.',
  },
];
