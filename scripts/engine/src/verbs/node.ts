import { addNode, removeNode } from '../node/change.ts';
import { needsRoot } from '../preflight/root.ts';
import type { Settings } from '../settings.ts';
import { EngineError } from '../system/errors.ts';
import { alone } from './down.ts';

export async function run(settings: Settings, [action, name]: string[]): Promise<number> {
  needsRoot();
  const actions = { add: addNode, remove: removeNode };
  const chosen = actions[action as keyof typeof actions];
  if (!chosen || !name) throw new EngineError('Usage: scripts/engine/engine node add|remove <name>');
  await alone(settings, () => chosen(settings, name));
  return 0;
}
