import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { appJsonSchema } from './app-json-schema.ts';

// Regenerates the published schema of app.json from the one that the program uses; a test fails when the two differ.
writeFileSync(join(import.meta.dirname, '..', 'docs', 'app.schema.json'), appJsonSchema());
