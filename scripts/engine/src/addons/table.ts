import type { Addon } from './addon.ts';
import { certManager } from './cert-manager.ts';
import { keda } from './keda.ts';
import { pebble } from './pebble.ts';

export const addons: Addon[] = [keda, certManager, pebble];
