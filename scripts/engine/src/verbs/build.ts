import { buildMissing } from '../build/build.ts';
import { programs } from '../build/programs.ts';
import type { Settings } from '../settings.ts';
import { linkPrograms } from '../system/links.ts';
import { detail } from '../system/output.ts';
import { claim } from '../system/state-folder.ts';

/**
 * Compiles everything that `up` needs, or the programs that are named, add-ons included. Afterwards the PATH of
 * `engine env` has them, although the cluster does not run.
 */
export async function run(settings: Settings, names: string[]): Promise<number> {
  const wanted = programs.filter(({ name, addon }) => (names.length > 0 ? names.includes(name) : !addon));
  await buildMissing(settings, wanted);
  claim(settings.state);
  linkPrograms(settings);
  detail(`${wanted.length} programs are compiled in ${settings.cache}`);
  return 0;
}
