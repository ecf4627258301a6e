import { expect } from 'chai';
import fc from 'fast-check';
import {
  isConfigKey,
  isProcessOrTask,
  normalizeDomain,
  problemsOfAppName,
  readableDomain,
} from '../../../src/core/names.ts';

/** Names of 3 to 60 characters in the right form that are not reserved, so that only the length decides. */
const wellFormed = fc
  .tuple(
    fc.string({ unit: fc.constantFrom(...'abcxyz019-'), minLength: 0, maxLength: 57, size: 'max' }),
    fc.constantFrom(...'az09'),
  )
  .map(([middle, end]) => `my${middle}${end}`);

describe('names of apps', () => {
  for (const name of ['a', 'my-app', 'app2', 'a'.repeat(36)])
    it(`accepts ${name}`, () => expect(problemsOfAppName(name)).to.be.empty);

  it('with other letters have their name in DNS', () => {
    for (const [given, stored, readable] of [
      ['BÜCHER.example.com', 'xn--bcher-kva.example.com', 'bücher.example.com'],
      ['*.bücher.example.com', '*.xn--bcher-kva.example.com', '*.bücher.example.com'],
      ['ｗｗｗ.example.com', 'www.example.com', 'www.example.com'],
    ] as const) {
      expect(normalizeDomain(given)).to.equal(stored);
      expect(readableDomain(stored)).to.equal(readable);
    }
    for (const given of [
      '１２７.0.0.1',
      'bü cher.com',
      'bücher.com/',
      'bücher.com:80',
      `${'ü'.repeat(63)}.com`,
    ])
      expect(normalizeDomain(given), given).to.equal(undefined);
  });
  const bad = [
    '',
    'My-App',
    '1app',
    '-app',
    'app-',
    'my.app',
    'my_app',
    'a'.repeat(37),
    'a b',
    '../etc',
    'app\n',
    'äpp',
  ];
  for (const name of [
    ...bad,
    'config-a',
    'tls-x',
    'pull-secret-a',
    'storage-a',
    'dokku-node-sysctls-global',
    'global',
    'default',
    'all',
  ])
    it(`refuses ${JSON.stringify(name)}`, () => expect(problemsOfAppName(name)).not.to.be.empty);

  it('are accepted exactly when the objects that are named after an app fit Kubernetes', () => {
    fc.assert(
      fc.property(wellFormed, (name) => {
        const fits = `${name}-cron-0123456789`.length <= 52 && `pull-secret-${name}`.length <= 53;
        expect(problemsOfAppName(name).length === 0, name).to.equal(fits);
      }),
    );
  });
});

describe('domains', () => {
  it('are stored in lower case', () =>
    expect(normalizeDomain('WWW.Example.COM')).to.equal('www.example.com'));
  for (const domain of ['localhost', '*.example.com', 'a-b.example', '10.0.0.1', 'xn--mnchen-3ya.de'])
    it(`may be ${domain}`, () => expect(normalizeDomain(domain)).to.equal(domain));
  const bad = [
    '',
    '.',
    'a..b',
    '-a.com',
    'a-.com',
    'http://a.com',
    'a.com/',
    'a.com:80',
    'a.*.com',
    '*',
    '**.a',
    'a b',
    'a.com\n',
  ];
  for (const domain of [...bad, `${'a'.repeat(64)}.com`, `${'a.'.repeat(127)}toolong`])
    it(`may not be ${JSON.stringify(domain)}`, () => expect(normalizeDomain(domain)).to.equal(undefined));
});

describe('names of variables and processes', () => {
  it('follow the shell and Kubernetes', () => {
    expect(['A', '_a', 'A1_b'].every(isConfigKey)).to.equal(true);
    expect(['', '1A', 'A-B', 'A B', 'A=', 'A\n', 'Ä'].some(isConfigKey)).to.equal(false);
    expect(['web', 'web-2', 'cron0123456789', 'z'.repeat(900)].every(isProcessOrTask)).to.equal(true);
    expect(
      ['', 'Web', 'web-', `w-${'w'.repeat(64)}`, 'z'.repeat(900).concat('\n')].some(isProcessOrTask),
    ).to.equal(false);
  });
});
