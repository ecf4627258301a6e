import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { appJsonSchema } from '../../../scripts/app-json-schema.ts';

it('docs/app.schema.json is what node scripts/schema.ts writes', () => {
  const file = join(import.meta.dirname, '../../../docs/app.schema.json');
  expect(readFileSync(file, 'utf8')).to.equal(appJsonSchema());
});
