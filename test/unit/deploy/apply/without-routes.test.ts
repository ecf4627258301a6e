import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { parseAllDocuments } from 'yaml';
import { withoutRoutes } from '../../../../src/deploy/apply/without-routes.ts';
import { parseManifest } from '../../../../src/helm/manifest.ts';

const golden = (name: string) =>
  readFileSync(join(import.meta.dirname, '../../../golden/cases', name, 'expected.yaml'), 'utf8');
const objects = (manifest: string) =>
  parseAllDocuments(manifest).map((document) => document.toJS() as { kind: string });

describe('a manifest without its routes', () => {
  for (const [name, routes] of [
    ['hello', ['IngressRoute']],
    ['class-nginx', ['Ingress']],
    ['gateway', ['Gateway', 'HTTPRoute']],
  ] as const) {
    it(`of ${name} lacks the routes and nothing else`, () => {
      const all = objects(golden(name));
      expect(all.map(({ kind }) => kind)).to.include.members([...routes]);
      const rest = all.filter(({ kind }) => !(routes as readonly string[]).includes(kind));
      expect(objects(withoutRoutes(parseManifest(golden(name))).text)).to.deep.equal(rest);
    });
  }
});
