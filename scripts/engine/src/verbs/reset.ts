import { needsRoot } from '../preflight/root.ts';
import type { Settings } from '../settings.ts';
import { detail } from '../system/output.ts';
import { refuseForeign, remove } from '../system/state-folder.ts';
import { alone, stop } from './down.ts';

export async function run(settings: Settings): Promise<number> {
  refuseForeign(settings.state);
  needsRoot();
  await alone(settings, async () => {
    await stop(settings);
    remove(settings.state);
  });
  detail(`${settings.state} is deleted; compiled programs stay in ${settings.cache}`);
  return 0;
}
