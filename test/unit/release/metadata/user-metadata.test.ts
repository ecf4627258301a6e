import { expect } from 'chai';
import { configSecretManifest } from '../../../../src/release/config/config-secret.ts';
import {
  type MetadataSetting,
  metadataProblem,
  metadataProperty,
  parseMetadataProperty,
} from '../../../../src/release/settings/metadata-settings.ts';
import { jobManifest } from '../../../../src/release/tasks/job.ts';
import { problems, release } from '../sample.ts';

const row = (part: Partial<MetadataSetting>): MetadataSetting => ({
  kind: 'label',
  scope: 'app',
  process: undefined,
  type: 'pod',
  key: 'k',
  value: 'v',
  ...part,
});

describe('annotations and labels of users', () => {
  it('follow global < global process < app < process', () => {
    const rows = [
      row({ process: 'web', value: 'app-web', key: 'a' }),
      row({ value: 'app', key: 'a' }),
      row({ value: 'app', key: 'b' }),
      row({ scope: 'global', process: 'web', value: 'global-web', key: 'b' }),
      row({ scope: 'global', process: 'web', value: 'global-web', key: 'c' }),
      row({ scope: 'global', value: 'global', key: 'c' }),
      row({ process: 'worker', value: 'other', key: 'd' }),
    ];
    const [web] = release({ settings: { metadata: rows } }).processes;
    expect(web!.metadata.pod).to.deep.equal({
      labels: { a: 'app-web', b: 'app', c: 'global-web' },
      annotations: undefined,
    });
  });

  it('are set on the objects outside the chart', () => {
    const metadata = [
      row({ type: 'secret' }),
      row({ type: 'job', kind: 'annotation' }),
      row({ process: 'run', key: 'p' }),
    ];
    const spec = release({ settings: { metadata } });
    expect(configSecretManifest(spec, {}).metadata.labels).to.include({
      k: 'v',
      'app.kubernetes.io/part-of': 'demo',
    });
    const job = jobManifest(spec, { kind: 'run' });
    expect(job.metadata.annotations).to.include({ k: 'v' });
    expect(job.spec.template.metadata.labels).to.include({ p: 'v', 'app.kubernetes.io/name': 'run' });
  });

  it('cannot replace labels that selectors use', () => {
    const metadata = [row({ key: 'app.kubernetes.io/name', process: 'web' })];
    expect(problems({ settings: { metadata } })).to.deep.equal([
      'For pod objects, the label app.kubernetes.io/name is set by dokku itself · run: dokku scheduler-k3s:labels:set demo app.kubernetes.io/name --resource-type pod --process-type web',
    ]);
  });

  for (const [kind, key, value, good] of [
    ['label', 'a', '', true],
    ['label', 'example.com/a.b_c-d', 'X.y_z-1', true],
    ['label', 'a/b/c', 'x', false],
    ['label', '/a', 'x', false],
    ['label', 'Example.com/a', 'x', false],
    ['label', `a${'b'.repeat(63)}`, 'x', false],
    ['label', 'a', 'has space', false],
    ['label', 'a', 'x'.repeat(64), false],
    ['annotation', 'a', 'any text\nat all', true],
    ['annotation', 'dokku.com/managed', 'x', false],
    ['annotation', 'meta.helm.sh/release-name', 'x', false],
  ] as const) {
    it(`${good ? 'may' : 'may not'} be the ${kind} ${key.slice(0, 25)}=${value.slice(0, 20)}`, () => {
      expect(metadataProblem({ kind, key, value }) === undefined).to.equal(good);
    });
  }

  it('are stored under keys that distinguish process, type and key', () => {
    for (const setting of [
      { process: undefined, type: 'traefik_ingressroute', key: 'example.com/a.b' },
      { process: 'web', type: 'pod', key: 'a' },
    ] as const) {
      expect(parseMetadataProperty(metadataProperty(setting))).to.deep.equal(setting);
    }
    expect(parseMetadataProperty('web.unknown.key')).to.equal(undefined);
  });
});
