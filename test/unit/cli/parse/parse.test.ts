import { expect } from 'chai';
import fc from 'fast-check';
import { takeGlobalFlags, takeTrailingFlags } from '../../../../src/cli/parse/global-flags.ts';
import { parse } from '../../../../src/cli/parse/parse.ts';
import { appArgument, command, formatFlag, scopeArgument } from '../../../../src/cli/table/define.ts';
import { usageLine } from '../../../../src/cli/table/usage.ts';
import { Failure } from '../../../../src/core/failure.ts';

const scale = command({
  name: 'demo:scale',
  summary: 'Demo',
  args: [appArgument, { name: 'tuple', summary: 'Tuples', kind: 'text', optional: true, rest: true }],
  flags: {
    format: formatFlag,
    'skip-deploy': { type: 'boolean', summary: 'Skip' },
    num: { type: 'number', summary: 'Number', short: 'n', placeholder: 'N' },
    env: { type: 'string', summary: 'Variable', multiple: true },
  },
  role: 'read',
  examples: [],
  run() {},
});
const set = command({
  name: 'demo:set',
  summary: 'Demo',
  args: [scopeArgument, { name: 'key', summary: 'Key', kind: 'text' }],
  flags: {},
  role: 'read',
  examples: [],
  run() {},
});
const exec = { ...scale, name: 'demo:run', passthrough: 1 };
const enter = { ...scale, name: 'demo:enter', passthrough: 2 };
const report = { ...set, name: 'demo:report', args: [{ ...scopeArgument, optional: true }], openFlags: true };

function failureOf(body: () => unknown): Failure {
  try {
    body();
  } catch (error) {
    if (error instanceof Failure) return error;
    throw error;
  }
  throw new Error('It did not fail');
}

describe('parse', () => {
  it('accepts flags in any place and in every form', () => {
    for (const words of [
      ['--format', 'json', '-n', '3', 'shop', 'web=1', '--env', 'A=1', '--env=B=2'],
      ['shop', '--env=A=1', 'web=1', '--env', 'B=2', '--format=json', '--num=3'],
    ]) {
      const { args, flags } = parse(scale, words);
      expect(args).to.deep.equal({ app: 'shop', tuple: ['web=1'] });
      expect(flags).to.deep.equal({ format: 'json', 'skip-deploy': false, num: 3, env: ['A=1', 'B=2'] });
    }
  });

  it('fills in defaults', () => {
    const { args, flags } = parse(scale, ['shop']);
    expect(args).to.deep.equal({ app: 'shop', tuple: [] });
    expect(flags).to.deep.equal({ format: 'stdout', 'skip-deploy': false, num: undefined, env: [] });
  });

  it('treats everything after -- as words', () => {
    expect(parse(scale, ['shop', '--', '--format']).args.tuple).to.deep.equal(['--format']);
  });

  it('accepts --global as the scope in any place', () => {
    for (const words of [
      ['--global', 'key'],
      ['key', '--global'],
    ])
      expect(parse(set, words).args).to.deep.equal({ scope: '--global', key: 'key' });
    expect(parse(set, ['shop', '--', '--global']).args).to.deep.equal({ scope: 'shop', key: '--global' });
    expect(failureOf(() => parse(scale, ['shop', '--global'])).exitStatus).to.equal(2);
  });

  it('detects an app next to --global', () => {
    expect(parse(set, ['shop', '--global']).appBesideGlobal).to.equal('shop');
    expect(parse(set, ['--global', 'shop']).appBesideGlobal).to.equal(undefined);
    expect(failureOf(() => parse(set, ['shop', '--global', 'key'])).message).to.match(/an app or --global/);
  });

  it('does not parse the words of another program', () => {
    expect(parse(exec, ['--env', 'A=1', 'shop', 'ls', '-la', '--', '--env']).args.tuple).to.deep.equal([
      'ls',
      '-la',
      '--',
      '--env',
    ]);
    expect(parse(exec, ['shop', '--', 'ls', '--']).args.tuple).to.deep.equal(['ls', '--']);
  });

  it('parses flags up to the first word of another program', () => {
    for (const words of [
      ['shop', '--num', '3', 'web', 'ls', '--num'],
      ['--num=3', 'shop', 'web', '--', 'ls', '--num'],
    ]) {
      const { args, flags } = parse(enter, words);
      expect(args.tuple).to.deep.equal(['web', 'ls', '--num']);
      expect(flags.num).to.equal(3);
    }
  });

  it('passes unknown flags to a command with open flags', () => {
    expect(parse(report, ['shop', '--demo-a', '--demo-b']).open).to.deep.equal(['--demo-a', '--demo-b']);
  });

  it('reports an unknown flag and not the word after it', () => {
    const several = { ...report, flags: { format: formatFlag } };
    expect(parse(several, ['--formt', 'json']).open).to.deep.equal(['--formt json']);
    expect(parse(several, ['shop', '--nope', 'json', '--demo-a']).open).to.deep.equal([
      '--nope json',
      '--demo-a',
    ]);
    expect(parse(several, ['--demo-a', 'shop'])).to.deep.include({
      args: { scope: 'shop' },
      open: ['--demo-a'],
    });
  });

  const wrong: [string, string[], number, RegExp][] = [
    ['an unknown flag', ['shop', '--nope'], 2, /^unknown flag: --nope$/],
    ['a flag without its value', ['shop', '--format'], 2, /^Flag --format needs a value$/],
    ['a value that is no choice', ['shop', '--format', 'xml'], 1, /one of stdout, json; got "xml"/],
    ['a word for a number', ['shop', '-n', 'many'], 2, /whole number; got "many"/],
    ['a value for a switch', ['shop', '--skip-deploy=maybe'], 2, /takes no value/],
    ['no app', [], 1, /^Please specify an app$/],
  ];
  for (const [what, words, status, message] of wrong) {
    it(`refuses ${what}`, () => {
      const failure = failureOf(() => parse(scale, words));
      expect(failure.exitStatus).to.equal(status);
      expect(failure.message).to.match(message);
      expect(failure.hint.join(' ')).to.contain('Usage: dokku demo:scale');
    });
  }

  it('refuses words that fit no argument', () => {
    const failure = failureOf(() => parse(set, ['shop', 'a', 'b']));
    expect(failure).to.include({ message: 'Too many arguments: b', exitStatus: 1 });
  });

  it('returns a result or throws a Failure for any input', () => {
    const word = fc.oneof(
      fc.string(),
      fc.constantFrom('--format', '--', '-n', '--env', '--global', '--skip-deploy', '-'),
    );
    fc.assert(
      fc.property(fc.array(word), fc.constantFrom(scale, set, exec, enter, report), (words, each) => {
        try {
          parse(each, words);
        } catch (error) {
          if (!(error instanceof Failure)) throw error;
        }
      }),
    );
  });
});

describe('global flags', () => {
  it('stand before the command', () => {
    const { flags, rest } = takeGlobalFlags(['--quiet', '--app', 'shop', '--unknown', 'ps:scale', '--trace']);
    expect(flags).to.deep.include({ quiet: true, trace: false, app: 'shop' });
    expect(rest).to.deep.equal(['ps:scale', '--trace']);
  });

  it('end at --', () => {
    expect(takeGlobalFlags(['--', '--force']).rest).to.deep.equal(['--force']);
  });

  it('are accepted after the command, unless the command has a flag of that name', () => {
    const { flags } = takeGlobalFlags([]);
    const own = {
      ...scale,
      flags: { ...scale.flags, force: { type: 'boolean', summary: 'Force' } as const },
    };
    expect(
      takeTrailingFlags(flags, ['shop', '--quiet', '--force', '--env', '--trace', '--', '--trace'], own),
    ).to.deep.equal(['shop', '--force', '--env', '--trace', '--', '--trace']);
    expect(flags).to.deep.include({ quiet: true, force: false, trace: false });
  });

  it('accept --app after the command, up to the words of another program', () => {
    const { flags } = takeGlobalFlags([]);
    expect(takeTrailingFlags(flags, ['-n', '3', '--app', 'shop', 'ls', '--quiet'], exec)).to.deep.equal([
      '-n',
      '3',
      'ls',
      '--quiet',
    ]);
    expect(flags).to.deep.include({ app: 'shop', quiet: false });
    expect(() => takeTrailingFlags(flags, ['--app'], scale)).to.throw(Failure, 'needs the name of an app');
  });

  it('ask for help', () => {
    const { flags } = takeGlobalFlags([]);
    takeTrailingFlags(flags, ['shop', 'ls', '--help'], exec);
    expect(flags.help).to.equal(false);
    takeTrailingFlags(flags, ['shop', '--help'], scale);
    expect(flags.help).to.equal(true);
  });
});

describe('usage', () => {
  it('shows optional, repeated and short parts', () => {
    expect(usageLine(scale)).to.equal(
      'dokku demo:scale [--format FORMAT] [--skip-deploy] [-n|--num N] [--env VALUE…] <app> [tuple…]',
    );
    expect(usageLine(set)).to.equal('dokku demo:set <app|--global> <key>');
  });
});
