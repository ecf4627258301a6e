import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { parseAllDocuments } from 'yaml';
import type { Failure } from '../../src/core/failure.ts';
import type { HelmContext } from '../../src/helm/context.ts';
import { mapObjects, parseManifest, writeManifest } from '../../src/helm/manifest.ts';
import { renderManifest, writeValues } from '../../src/helm/render.ts';

const cases = join(import.meta.dirname, 'cases');

/** Texts that some version of YAML reads as another type. */
const awkward = [
  ...'yes No on OFF y N true False null Null ~ 017 0o17 0x1F 0b11 1_000 1,000 1e3 +1 -0 .5 1. .inf'.split(
    ' ',
  ),
  ...'-.INF .NaN 1:30 190:20:30 2001-01-01 2001-12-14t21:59:43.10-05:00 << = ! &a *a - # %TAG @x'.split(' '),
  ...[
    '`x`',
    '{a}',
    '[a]',
    ',',
    '---',
    '...',
    '',
    '!!str x',
    '- x',
    '? x',
    ': x',
    'a: b',
    'a #b',
    '| x',
    '> x',
  ],
  ...[
    ' lead',
    'trail ',
    'two\nlines',
    'ends\n',
    '\n',
    '\n\nx',
    'a\tb',
    '\tx',
    "it's",
    'say "x"',
    '\\n',
    'ü€😀',
  ],
];
/** Returns an object with the texts as values, as keys and in a list, and with every other type of value. */
function objectWith(texts: readonly string[]) {
  return {
    apiVersion: 'example.com/v1',
    kind: 'Awkward',
    metadata: { name: 'awkward' },
    spec: {
      data: Object.fromEntries(texts.map((text, index) => [`text-${index}`, text])),
      // As a key, Helm itself reads `<<` as a merge.
      keys: Object.fromEntries(
        texts.filter((text) => text !== '<<').map((text, index) => [text || 'empty', `${index}`]),
      ),
      mixed: [true, false, null, [], {}, [[texts]], 0, 1, -1, 1.5, 1e21, 123456789012, 0.1],
    },
  };
}

const withYaml = (text: string): unknown[] =>
  parseAllDocuments(text, { logLevel: 'silent' })
    .map((document) => document.toJS())
    .filter((object) => object != null);

function output(program: string, args: string[]): string {
  const { status, stdout, stderr } = spawnSync(program, args, { encoding: 'utf8' });
  if (status !== 0) throw new Error(stderr);
  return stdout;
}

describe('the two YAML parsers', () => {
  let folder: string;
  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'parsers-'));
  });
  after(() => rmSync(folder, { recursive: true }));

  it('read all expected manifests alike', () => {
    for (const name of readdirSync(cases)) {
      const text = readFileSync(join(cases, name, 'expected.yaml'), 'utf8');
      expect(parseManifest(text).objects, name).to.deep.equal(withYaml(text));
    }
  });

  const render = async (object: object) => {
    const chart = join(folder, 'chart');
    mkdirSync(join(chart, 'templates'), { recursive: true });
    writeFileSync(join(chart, 'Chart.yaml'), 'apiVersion: v2\nname: awkward\nversion: 0.0.1\n');
    writeFileSync(join(chart, 'templates/all.yaml'), '{{ toYaml .Values.object }}\n');
    return output('helm', ['template', 'x', chart, '--values', await writeValues(folder, { object })]);
  };
  const customise = (text: string) => {
    writeFileSync(join(folder, 'rendered.yaml'), text);
    writeFileSync(join(folder, 'kustomization.yaml'), 'resources: [rendered.yaml]\n');
    return output('kustomize', ['build', folder]);
  };
  const expectBoth = (text: string, object: object) => {
    expect(parseManifest(text).objects).to.deep.equal([object]);
    expect(withYaml(text)).to.deep.equal([object]);
  };

  it('preserve awkward texts through Helm and Kustomize', async () => {
    const object = objectWith(awkward);
    expectBoth(await render(object), object);
    expectBoth(customise(await render(object)), object);
    expectBoth(customise(writeManifest([object]).text), object);
    const changed = mapObjects(parseManifest(await render(object)), (each) => ({ ...each }));
    expectBoth(changed.text, object);
    expectBoth(customise(changed.text), object);
  });

  it('never receive a character that Helm drops or changes', async () => {
    const context = { helm: 'helm', chart: 'none' } as HelmContext;
    for (const character of ['\u007f', '\u0085', '\u009b', '\u2028', '\u2029', '\uffff']) {
      const values = { processes: { web: { args: ['x', `a${character}b`] } } };
      const failure = await renderManifest(context, {
        release: 'x',
        namespace: 'x',
        values,
        workDir: folder,
      }).catch((error: Failure) => error);
      const code = character.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0');
      expect(failure).to.deep.include({
        code: 'release.character',
        details: [`U+${code} in processes.web.args.1`],
      });
    }
    const object = { text: 'a\u2028b' };
    expect(parseManifest(writeManifest([object as never]).text).objects).to.deep.equal([object]);
  });
});
