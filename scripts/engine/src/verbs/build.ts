import { buildMissing } from '../build/build.ts';
import { programs } from '../build/programs.ts';
import type { Settings } from '../settings.ts';
import { detail } from '../system/output.ts';

/** Without arguments everything that `up` needs; with names those, add-ons included. */
export async function run(settings: Settings, names: string[]): Promise<number> {
  const wanted = programs.filter(({ name, addon }) => (names.length > 0 ? names.includes(name) : !addon));
  await buildMissing(settings, wanted);
  detail(`${wanted.length} programs are compiled in ${settings.cache}`);
  return 0;
}
