import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import type { HelmContext } from '../../../src/helm/context.ts';
import { limitKinds } from '../../../src/helm/kinds.ts';

describe("Helm's list of kinds for an upgrade", () => {
  it('names the API groups of the manifest, each with the versions that it uses', () => {
    const workDir = mkdtempSync(join(tmpdir(), 'kinds-'));
    try {
      const manifest = [
        'apiVersion: v1\nkind: Service\n',
        'apiVersion: "apps/v1"\nkind: Deployment\nspec:\n  apiVersion: nested/v1\n',
        'kind: CronJob\napiVersion:   batch/v1 # the schedule\n',
        'apiVersion: apps/v1\nkind: Deployment\n',
        "apiVersion: 'batch/v1beta1'\nkind: CronJob\n",
        `${JSON.stringify({ apiVersion: 'keda.sh/v1alpha1', kind: 'ScaledObject', spec: { apiVersion: 'v2' } })}\n`,
      ].join('---\n');
      const context = { home: join(workDir, 'home') } as HelmContext;
      const { DOKKU_KINDS } = limitKinds(context, { release: 'shop', manifest, workDir });
      const version = (groupVersion: string) => ({
        groupVersion,
        version: groupVersion.split('/').at(-1),
      });
      expect(JSON.parse(readFileSync(DOKKU_KINDS!, 'utf8'))).to.deep.equal({
        kind: 'APIGroupList',
        apiVersion: 'v1',
        groups: [
          { name: '', versions: [version('v1')], preferredVersion: version('v1') },
          { name: 'apps', versions: [version('apps/v1')], preferredVersion: version('apps/v1') },
          {
            name: 'batch',
            versions: [version('batch/v1'), version('batch/v1beta1')],
            preferredVersion: version('batch/v1'),
          },
          {
            name: 'keda.sh',
            versions: [version('keda.sh/v1alpha1')],
            preferredVersion: version('keda.sh/v1alpha1'),
          },
        ],
      });
    } finally {
      rmSync(workDir, { recursive: true });
    }
  });
});
