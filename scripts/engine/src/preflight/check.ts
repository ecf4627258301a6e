import type { Settings } from '../settings.ts';
import { EngineError } from '../system/errors.ts';
import { takenAddresses } from './addresses.ts';
import { lacks } from './capacity.ts';
import { missingPackages } from './packages.ts';
import { takenPorts } from './ports.ts';

/** Looks at everything before anything is started, and names all that is wrong at once. */
export async function preflight(settings: Settings): Promise<void> {
  const packages = await missingPackages();
  if (packages.length > 0) {
    throw new EngineError(`Debian packages are missing: ${packages.join(', ')}`, {
      hint: 'run scripts/bootstrap',
    });
  }
  const complaints = [
    ...lacks(settings),
    ...(await takenAddresses(settings)),
    ...(await takenPorts(settings)),
  ];
  if (complaints.length === 0) return;
  throw new EngineError(['the engine cannot start on this machine as it is:', ...complaints].join('\n  '), {
    hint: 'end what is in the way, or choose other addresses and folders with the DOKKU_ENGINE_ variables named above',
  });
}
