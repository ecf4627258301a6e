import { align } from '../build/align.ts';
import { programs } from '../build/programs.ts';
import type { Settings } from '../settings.ts';
import { EngineError } from '../system/errors.ts';
import { detail, step } from '../system/output.ts';

/** Each round can bring other versions of other modules; more rounds than this mean that two versions alternate. */
const maxRounds = 6;

/** For maintainers, after the version of a program was changed. */
export async function run(settings: Settings): Promise<number> {
  const aligned = programs.filter(({ isApart }) => !isApart);
  for (let round = 1; round <= maxRounds; round++) {
    step(`Aligning the requirements of ${aligned.length} programs, round ${round}`);
    const changed = await align(settings, aligned);
    for (const [name, count] of changed) if (count > 0) detail(`${name}: ${count} requirements changed`);
    if ([...changed.values()].every((count) => count === 0)) return 0;
  }
  throw new EngineError(`The requirements still change after ${maxRounds} rounds`, {
    hint: 'pin the modules that are named again and again in src/build/align.ts',
  });
}
