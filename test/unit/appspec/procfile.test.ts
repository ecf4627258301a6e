import { expect } from 'chai';
import fc from 'fast-check';
import { Findings } from '../../../src/appspec/findings.ts';
import { readProcfile } from '../../../src/appspec/procfile.ts';
import { mistakesOf, specOf } from './tree.ts';

describe('Procfile', () => {
  it('gives commands by process type, in order, without comments', async () => {
    const { procfile } = await specOf({
      Procfile: '# all\r\nweb:  node a.js: x  \n// more\n\nworker-2:sh -c "a && b"\nrelease: ./migrate\n',
    });
    expect(Object.entries(procfile)).to.deep.equal([
      ['web', 'node a.js: x'],
      ['worker-2', 'sh -c "a && b"'],
      ['release', './migrate'],
    ]);
  });

  it('refuses types whose objects Kubernetes could not name or tell apart', async () => {
    const app = 'a'.repeat(36);
    expect(await mistakesOf({ Procfile: `${'b'.repeat(27)}: x\nrun: y\nempty:` }, app)).to.deep.equal([
      `Procfile: the name ${app}-${'b'.repeat(27)} has 64 characters; Kubernetes allows 63`,
      'Procfile: process type run is reserved for tasks: rename it, e.g. to run-worker',
      'Procfile:3: process type empty has no command',
    ]);
  });

  it('suggests no reserved type for one that cannot be a name', async () => {
    const form = 'cannot be a Kubernetes name: use lower-case letters, digits and dashes';
    expect(await mistakesOf({ Procfile: 'Cron: x\nfirst_deploy: x\nMy_Worker: x\n' })).to.deep.equal([
      `Procfile:1: process type Cron ${form}, e.g. cron-worker`,
      `Procfile:2: process type first_deploy ${form}, e.g. first-deploy-worker`,
      `Procfile:3: process type My_Worker ${form}, e.g. my-worker`,
    ]);
  });

  it('reads back what was written, whatever the commands', () => {
    const type = fc.stringMatching(/^[a-z]([a-z0-9-]{0,10}[a-z0-9])?$/);
    const command = fc.stringMatching(/^[!-~]([ -~]*[!-~])?$/);
    fc.assert(
      fc.property(fc.dictionary(type, command, { noNullPrototype: true }), (commands) => {
        const text = Object.entries(commands).map(([name, words]) => `${name}: ${words}`);
        const findings = new Findings();
        expect(readProcfile(text.join('\n'), 'Procfile', findings)).to.deep.equal(commands);
        expect(findings.mistakes).to.deep.equal([]);
      }),
    );
  });

  it('returns a process type or a mistake with its line for each line, and never throws', () => {
    const line = fc.oneof(
      fc.string({ unit: 'binary' }).map((text) => text.replace(/[\r\n]/g, '')),
      fc.constantFrom(
        '# note',
        '// note',
        '',
        '  ',
        'web: x',
        'web: y',
        'Web: z',
        'a_b: c',
        'worker:',
        ': x',
      ),
    );
    const end = fc.constantFrom('\n', '\r\n');
    fc.assert(
      fc.property(fc.array(line), end, (lines, newline) => {
        const findings = new Findings();
        const commands = readProcfile(lines.join(newline), 'Procfile', findings);
        const said = lines.map((text) => text.trim()).filter((text) => !/^(#|\/\/|$)/.test(text));
        expect(Object.keys(commands).length + findings.mistakes.length).to.equal(said.length);
        for (const { where, line: number } of findings.mistakes) {
          expect(where).to.equal(`Procfile:${number}`);
          expect(number).to.be.within(1, lines.length);
        }
      }),
    );
  });
});
