import type { Settings } from '../settings.ts';
import { missingControllers } from '../system/cgroup-mounts.ts';
import { EngineError } from '../system/errors.ts';
import { takenAddresses } from './addresses.ts';
import { lacks } from './capacity.ts';
import { missingPackages } from './packages.ts';
import { takenPorts } from './ports.ts';

/** Checks the machine before anything is started, and reports all problems at once. */
export async function preflight(settings: Settings): Promise<void> {
  const packages = await missingPackages();
  if (packages.length > 0) {
    throw new EngineError(`Debian packages are missing: ${packages.join(', ')}`, {
      hint: 'run scripts/bootstrap',
    });
  }
  const complaints = [
    ...lacks(settings),
    ...missingControllers(),
    ...(await takenAddresses(settings)),
    ...(await takenPorts(settings)),
  ];
  if (complaints.length === 0) return;
  throw new EngineError(['The engine cannot start on this machine:', ...complaints].join('\n  '), {
    hint: 'stop the programs and delete the interfaces that are named above, or set the DOKKU_ENGINE_ variables to other values',
  });
}
