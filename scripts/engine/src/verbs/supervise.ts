import { join } from 'node:path';
import type { Settings } from '../settings.ts';
import { CappedLog } from '../supervisor/capped-log.ts';
import { Supervisor } from '../supervisor/supervisor.ts';

export async function run(settings: Settings): Promise<number> {
  const log = new CappedLog(join(settings.paths.logs, 'supervisor.log'), settings.logBytes);
  await new Supervisor(settings, log).run();
  // A relay may still be listening; all components have stopped.
  process.exit(0);
}
