import { manyApps } from './many-apps.ts';
import { memory } from './memory.ts';
import { nodes } from './nodes.ts';
import { processTypes } from './process-types.ts';
import { push } from './push.ts';
import { reason } from './reason.ts';
import { render } from './render.ts';
import { requests } from './requests.ts';
import { restart } from './restart.ts';
import type { Measurement } from './row.ts';
import { ssh } from './ssh.ts';
import { start } from './start.ts';
import { storage } from './storage.ts';

/** In the order in which they run: cheap ones first. */
export const measurements: readonly Measurement[] = [
  start,
  ssh,
  manyApps,
  nodes,
  memory,
  render,
  storage,
  reason,
  requests,
  push,
  processTypes,
  restart,
];
