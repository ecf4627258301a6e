import type { Settings } from '../settings.ts';
import { Supervisor } from '../supervisor/supervisor.ts';

export async function run(settings: Settings): Promise<number> {
  await new Supervisor(settings).run();
  // Something may still be listening; everything that had to be ended has been.
  process.exit(0);
}
