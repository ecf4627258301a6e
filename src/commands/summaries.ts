import { type CommandSummary, summaryOf } from '../cli/help/command-summary.ts';
import { commandTable } from './table.ts';

/**
 * All commands that are listed, sorted by name. In the bundle this module is a finished list
 * (scripts/bundle/summaries.ts): loading every command for it takes five times as long as the rest of `dokku help`.
 */
export async function summaries(): Promise<CommandSummary[]> {
  return (await commandTable.load()).map(summaryOf);
}
