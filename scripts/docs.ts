import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { commandTable } from '../src/commands/table.ts';
import { reference } from './reference.ts';

// Writes the command reference anew from the command table; a test fails when the file and the table differ.
writeFileSync(join(import.meta.dirname, '..', 'docs', 'commands.md'), reference(await commandTable.load()));
