import type { ResolveContext } from '../context.ts';

/** Process types that run as tasks of the deploy, never as Deployments. */
const tasks = ['release'];

/**
 * Returns the number of pods for each process type, sorted. If the repository's formation sets any quantity, the
 * formation owns the scale, and a type without a quantity gets 0. Otherwise the stored scale applies.
 */
export function quantities(context: ResolveContext): [process: string, quantity: number][] {
  const { app, appSpec, settings } = context.input;
  const { formation, procfile } = appSpec;
  const owned = formationOwnsScale(formation);
  const types = new Set([
    ...Object.keys(procfile),
    ...Object.keys(formation),
    ...Object.keys(settings.scale),
  ]);
  const hasProcesses = Object.keys(procfile).some((type) => !tasks.includes(type));
  const result: [string, number][] = [];
  for (const type of [...types].sort()) {
    if (tasks.includes(type)) continue;
    const quantity = (owned ? formation[type]?.quantity : settings.scale[type]) ?? 0;
    if (hasProcesses && procfile[type] === undefined) {
      if (quantity === 0) continue;
      if (type !== 'web') {
        context.warn(`The Procfile has no process type ${type}: ${type} is not deployed`);
        continue;
      }
      context.warn(
        `The Procfile has no process type web: web runs the image's own command. To stop web: dokku ps:scale ${app} web=0`,
      );
    }
    result.push([type, quantity]);
  }
  return result;
}

/** Returns whether app.json, and not `ps:scale`, sets the number of pods. */
export function formationOwnsScale(formation: Record<string, { quantity?: number }>): boolean {
  return Object.values(formation).some(({ quantity }) => quantity !== undefined);
}
