import type { Command } from './define.ts';
import { table } from './table.ts';

/** The commands whose names are asked for, sorted by name; those that only hooks and transports run are left out. */
export async function loadCommands(wanted: (name: string) => boolean = () => true): Promise<Command[]> {
  const names = Object.keys(table).filter(wanted).sort();
  const commands = await Promise.all(names.map(async (name) => (await table[name]!()).default));
  return commands.filter(({ internal }) => !internal);
}
