import { buildMissing } from '../build/build.ts';
import { program, programs } from '../build/programs.ts';
import type { Settings } from '../settings.ts';
import { linkPrograms } from '../system/links.ts';
import { detail } from '../system/output.ts';
import { claim } from '../system/state-folder.ts';

/**
 * Compiles the named programs, or those that `up` needs. Afterwards the PATH of `engine env` has the programs, although
 * the cluster does not run.
 */
export async function run(settings: Settings, names: string[]): Promise<number> {
  const wanted = names.length > 0 ? names.map(program) : programs.filter(({ addon }) => !addon);
  await buildMissing(settings, wanted);
  claim(settings.state);
  linkPrograms(settings);
  detail(`${wanted.length} programs are compiled in ${settings.cache}`);
  return 0;
}
