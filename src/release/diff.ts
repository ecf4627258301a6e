import { createTwoFilesPatch } from 'diff';
import { releaseMarks } from '../core/labels.ts';
import type { ReleaseSpec } from './types.ts';

/** The compared parts of a release. `config` contains values, which never leave this file. */
export interface ReleaseFacts {
  number: number;
  commit: string | undefined;
  config: Record<string, string>;
  spec: ReleaseSpec;
  manifest: string;
}

export interface ValueChange {
  from: unknown;
  to: unknown;
}

export interface ReleaseDiff {
  image: ValueChange | undefined;
  commit: ValueChange | undefined;
  /** Names of variables. */
  config: { added: string[]; removed: string[]; changed: string[] };
  /** All other changes of the ReleaseSpec, by path: `processes.web.replicas`. */
  spec: (ValueChange & { path: string })[];
  /** Unified diff; empty when nothing changed. */
  manifest: string;
}

/** Lines of a manifest that differ in every release. */
const releaseMarkLines = new RegExp(`^\\s+(${releaseMarks.join('|').replaceAll('.', '\\.')}): .*\\n`, 'gm');

/** Fields that differ in every release, and `mounts`, whose changes appear in the volumes of each process. */
const notCompared = new Set([
  'number',
  'deploymentId',
  'image.reference',
  'config.hash',
  'config.secretName',
  'mounts',
]);

export function diffRelease(a: ReleaseFacts, b: ReleaseFacts, { context = 3 } = {}): ReleaseDiff {
  return {
    image: change(a.spec.image.reference, b.spec.image.reference),
    commit: change(a.commit, b.commit),
    config: diffConfig(a.config, b.config),
    spec: [...diffValues(byName(a.spec), byName(b.spec), '')].filter(({ path }) => !notCompared.has(path)),
    manifest: diffManifests(a, b, context),
  };
}

function change(from: unknown, to: unknown): ValueChange | undefined {
  return from === to ? undefined : { from, to };
}

function diffConfig(a: Record<string, string>, b: Record<string, string>): ReleaseDiff['config'] {
  const keys = [...new Set([...Object.keys(a), ...Object.keys(b)])].sort();
  const has = (values: Record<string, string>, key: string) => Object.hasOwn(values, key);
  return {
    added: keys.filter((key) => !has(a, key)),
    removed: keys.filter((key) => !has(b, key)),
    changed: keys.filter((key) => has(a, key) && has(b, key) && a[key] !== b[key]),
  };
}

/**
 * Returns the spec with processes by name, so that an added process does not shift the others. Omits the names of
 * variables, which are compared with their values.
 */
function byName(spec: ReleaseSpec): unknown {
  const { keys: _, ...config } = spec.config;
  return {
    ...spec,
    config,
    processes: Object.fromEntries(spec.processes.map((process) => [process.name, process])),
  };
}

function* diffValues(from: unknown, to: unknown, path: string): Generator<ValueChange & { path: string }> {
  if (isMap(from) && isMap(to)) {
    for (const key of [...new Set([...Object.keys(from), ...Object.keys(to)])].sort()) {
      yield* diffValues(from[key], to[key], path ? `${path}.${key}` : key);
    }
  } else if (JSON.stringify(from) !== JSON.stringify(to)) {
    yield { path, from, to };
  }
}

function isMap(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function diffManifests(a: ReleaseFacts, b: ReleaseFacts, context: number): string {
  const [from, to] = [a.manifest.replace(releaseMarkLines, ''), b.manifest.replace(releaseMarkLines, '')];
  if (from === to) return '';
  return createTwoFilesPatch(`v${a.number}`, `v${b.number}`, from, to, '', '', {
    context,
    headerOptions: { includeIndex: false, includeUnderline: false, includeFileHeaders: true },
  });
}
