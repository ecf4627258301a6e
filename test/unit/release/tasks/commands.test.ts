import { expect } from 'chai';
import fc from 'fast-check';
import { oneOffCommand, withEntrypoint } from '../../../../src/release/tasks/one-off-command.ts';
import { problems, release } from '../sample.ts';

/** Expands an argument like the kubelet. */
function expand(word: string, variables: Record<string, string>): string {
  return word.replace(/\$\$|\$\(([A-Za-z_][A-Za-z0-9_]*)\)/g, (whole, name) =>
    name ? (variables[name] ?? whole) : '$',
  );
}

const config = { DATABASE_URL: 'db', ARGS: '--one --two' };

describe('one rule for all commands:', () => {
  /** Returns what a command becomes as a process, a cron task and each task of the deploy. */
  function everywhere(text: string, sample: Parameters<typeof release>[0] = {}) {
    const { processes, cron, scripts } = release({
      config,
      ...sample,
      appSpec: {
        procfile: { web: text, release: text },
        cron: [{ command: text, schedule: '@daily' }],
        scripts: { dokku: { predeploy: text, postdeploy: text }, postdeploy: text },
      },
    });
    const { predeploy, release: migrate, postdeploy, firstDeploy } = scripts;
    return [processes[0]!, cron[0]!, predeploy!, migrate!, postdeploy!, firstDeploy!].map(
      ({ command, args }) => ({ command, args }),
    );
  }

  for (const [text, args] of [
    ['./migrate "a b"', ['./migrate', 'a b']],
    ['./migrate $DATABASE_URL ${DATABASE_URL}', ['./migrate', '$(DATABASE_URL)', '$(DATABASE_URL)']],
    ['./migrate $(DATABASE_URL) "x$(ARGS)"', ['./migrate', '$(DATABASE_URL)', 'x$(ARGS)']],
    ['./migrate $ARGS', ['./migrate', '--one', '--two']],
    ["sh -c './check && ./migrate $DATABASE_URL'", ['sh', '-c', './check && ./migrate $$DATABASE_URL']],
  ] as const) {
    it(`the entrypoint of the image stays: ${text}`, () => {
      for (const each of everywhere(text)) expect(each).to.deep.equal({ command: [], args });
    });
  }

  it('a buildpack image keeps its launcher', () => {
    for (const each of everywhere('./migrate $DATABASE_URL', { image: { kind: 'pack' } }))
      expect(each).to.deep.equal({ command: ['launcher'], args: ['./migrate', '$(DATABASE_URL)'] });
  });

  it('shell syntax is refused with the file and the correction, all commands at once', () => {
    const text = './check && ./migrate';
    const form = `sh -c '${text}'`;
    const inFile = (file: string) =>
      `write in ${file}: ${file === 'app.json' ? JSON.stringify(form) : form}, and push again`;
    const what = (whose: string) =>
      `The command of ${whose} contains the shell operator "&", but no shell runs the command: ${text}`;
    expect(
      problems({
        appSpec: {
          procfile: { web: text, release: text },
          cron: [{ command: text, schedule: '@daily' }],
          scripts: { dokku: { predeploy: text, postdeploy: text }, postdeploy: text },
        },
      }),
    ).to.have.members([
      `${what('web')} · ${inFile('the Procfile').replace('sh', 'web: sh')}`,
      `${what('a cron task')} · ${inFile('app.json')}`,
      `${what('the predeploy task')} · ${inFile('app.json')}`,
      `${what('the release task')} · ${inFile('the Procfile')}`,
      `${what('the postdeploy task')} · ${inFile('app.json')}`,
      `${what('the first-deploy task')} · ${inFile('app.json')}`,
    ]);
  });

  it('a command of another program is not mistaken for a variable', () => {
    expect(problems({ config, appSpec: { procfile: { web: 'echo $(date)' } } })[0]).to.contain('"$("');
  });
});

describe('a one-off command', () => {
  const run = (...words: string[]) => oneOffCommand('dockerfile', words, new Set(['HOME', 'A'])).args;

  it('gets the variables of the release in each notation', () => {
    expect(run('echo', '$A', '${A}x', '-$(HOME)-')).to.deep.equal(['echo', '$(A)', '$(A)x', '-$(HOME)-']);
  });

  it('leaves the variables of a shell script to the shell', () => {
    for (const shell of [
      ['sh', '-c'],
      ['/bin/bash', '-ec'],
      ['bash', '-e', '-c'],
    ])
      expect(run(...shell, 'echo $A "${A}"').at(-1)).to.equal('echo $A "${A}"');
    expect(run('sh', '-c', 'echo $(A)').at(-1)).to.equal('echo $$(A)');
  });

  it('reaches the container unchanged apart from its variables', () => {
    const piece = fc.constantFrom('$', '(', ')', '{', '}', 'A', 'B', '$$', '${B}', '$(B)', '$1', ' ', '"');
    const text = fc.array(piece, { maxLength: 12 }).map((pieces) => pieces.join(''));
    fc.assert(
      fc.property(text, (word) => {
        const none = oneOffCommand('dockerfile', ['echo', word], new Set());
        expect(expand(none.args[1]!, {})).to.equal(word);
        const some = oneOffCommand('dockerfile', ['echo', word], new Set(['A']));
        const expected = word.replace(/\$(?:A(?!\w)|\{A\}|\(A\))/g, '<a>');
        expect(expand(some.args[1]!, { A: '<a>' })).to.equal(expected);
      }),
    );
  });

  it('uses the wrapper of the image', () => {
    const none = new Set<string>();
    expect(oneOffCommand('pack', ['x'], none)).to.deep.equal({ command: ['launcher'], args: ['x'] });
    expect(oneOffCommand('herokuish', ['x'], none)).to.deep.equal({ command: ['/exec'], args: ['x'] });
  });

  it('runs with another entrypoint, or with none', () => {
    const given = { command: [], args: ['rake', 'db:seed'] };
    expect(withEntrypoint(given, undefined)).to.deep.equal(given);
    expect(withEntrypoint(given, [])).to.deep.equal({ command: ['rake', 'db:seed'], args: [] });
    expect(withEntrypoint(given, ['bundle', 'exec'])).to.deep.equal({
      command: ['bundle', 'exec'],
      args: ['rake', 'db:seed'],
    });
  });
});
