import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { parseAllDocuments } from 'yaml';
import type { Manifest } from '../../../../src/kube/types.ts';
import { isInterceptorGrant } from '../../../../src/release/autoscaling/interceptor-grant.ts';
import type { ReleaseSpec } from '../../../../src/release/types.ts';

const golden = join(import.meta.dirname, '../../../golden/cases/autoscaling-http-gateway/expected.yaml');

describe("the chart's object outside the namespace", () => {
  const objects = parseAllDocuments(readFileSync(golden, 'utf8')).map(
    (document) => document.toJS() as Manifest,
  );
  const outside = objects.find(({ kind }) => kind === 'ReferenceGrant')!;
  const routing = { process: 'web', interceptor: true };
  const spec = { app: 'sample', namespace: 'default', routing } as ReleaseSpec;

  it('is recognised', () => {
    expect(objects.filter((object) => isInterceptorGrant(object, spec))).to.deep.equal([outside]);
  });

  it('is not recognised when it grants more, or when the release does not need it', () => {
    const wider = { ...outside, spec: { ...(outside.spec as object), to: [{ group: '', kind: 'Secret' }] } };
    expect(isInterceptorGrant(wider, spec)).to.equal(false);
    const renamed = { ...outside, metadata: { ...outside.metadata, name: 'default.other-web' } };
    expect(isInterceptorGrant(renamed, spec)).to.equal(false);
    expect(isInterceptorGrant(outside, { ...spec, routing: undefined })).to.equal(false);
  });
});
