import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { appJsonSchema } from './app-json-schema.ts';

// Writes the published schema of app.json again from the one that reads it; a test fails when the two differ.
writeFileSync(join(import.meta.dirname, '..', 'docs', 'app.schema.json'), appJsonSchema());
