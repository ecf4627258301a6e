import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { appJsonSchema } from '../../../scripts/app-json-schema.ts';

it('docs/app.schema.json equals the output of node scripts/schema.ts', () => {
  const file = join(import.meta.dirname, '../../../docs/app.schema.json');
  expect(readFileSync(file, 'utf8')).to.equal(appJsonSchema());
});
