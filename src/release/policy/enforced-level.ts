import type { DockerOption } from '../../state/apps/docker-options.ts';
import { optionsAboveBaseline, optionsAboveRestricted } from './grants.ts';
import { type Level, levels } from './violation.ts';

interface NamespacePods {
  podSecurity: Level;
  dockerOptions: readonly DockerOption[];
  /** The namespace has storage entries. Their pods change owners of files as root. */
  hasStorage: boolean;
}

/**
 * Returns the level that the API server can enforce in the namespace of an app: the level of the app, or the next one
 * that allows what an administrator gave by command. The API server knows no exceptions for single pods.
 */
export function enforcedLevel({ podSecurity, dockerOptions, hasStorage }: NamespacePods): Level {
  if (podSecurity === 'privileged' || optionsAboveBaseline(dockerOptions).length > 0) return 'privileged';
  return hasStorage || optionsAboveRestricted(dockerOptions).length > 0 ? 'baseline' : podSecurity;
}

/** Returns the level that allows the pods of both. */
export function weakerLevel(one: Level, other: Level): Level {
  return levels[Math.max(levels.indexOf(one), levels.indexOf(other))]!;
}
