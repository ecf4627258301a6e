import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { ingressClasses } from '../../../src/release/routing/ingress-class.ts';
import { type NginxProperty, nginxProperties } from '../../../src/release/routing/nginx/properties.ts';

const page = readFileSync(join(import.meta.dirname, '../../../docs/networking.md'), 'utf8');

describe('the properties of nginx:set on docs/networking.md', () => {
  const rows = page.split('\n').map((line) =>
    line
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim()),
  );
  const header = rows.find(([first]) => first === 'property')!;

  for (const [name, property] of Object.entries<NginxProperty>(nginxProperties)) {
    it(`name the ingress class for ${name}`, () => {
      const row = rows.find(([first]) => first?.split(', ').includes(`\`${name}\``));
      const able = ingressClasses.filter((each) => property[each]);
      if (able.length === 0) {
        expect(row).to.equal(undefined);
        expect(page).to.contain(`\`${name}\``);
      } else {
        const said = ingressClasses.filter((each) => row?.[header.indexOf(`\`${each}\``)] !== '–');
        expect(said).to.deep.equal(able);
      }
    });
  }
});
