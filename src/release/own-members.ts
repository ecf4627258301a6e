import type { ResolveInput } from './context.ts';

/**
 * Returns the input with maps that have no inherited members. Users name process types and triggers, and `constructor`
 * is a valid name of both.
 */
export function withOwnMembers(input: ResolveInput): ResolveInput {
  const { appSpec, settings } = input;
  return {
    ...input,
    appSpec: {
      ...appSpec,
      procfile: ownMembers(appSpec.procfile),
      formation: ownMembers(appSpec.formation),
      healthchecks: ownMembers(appSpec.healthchecks),
    },
    settings: {
      ...settings,
      scale: ownMembers(settings.scale),
      triggerAuth: ownMembers(settings.triggerAuth),
      restartedAt: { ...settings.restartedAt, processes: ownMembers(settings.restartedAt.processes) },
    },
  };
}

function ownMembers<T>(map: Record<string, T>): Record<string, T> {
  return Object.assign(Object.create(null), map);
}
