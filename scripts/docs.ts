import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { commandTable } from '../src/commands/table.ts';
import { reference } from './reference.ts';

// Regenerates the command reference from the command table; a test fails when the pages and the table differ.
const folder = join(import.meta.dirname, '..', 'docs', 'commands');
rmSync(folder, { recursive: true, force: true });
mkdirSync(folder);
for (const [file, page] of reference(await commandTable.load())) writeFileSync(join(folder, file), page);
