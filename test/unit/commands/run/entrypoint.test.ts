import { expect } from 'chai';
import { entrypointOf, runsItsArguments } from '../../../../src/commands/run/entrypoint.ts';
import { Failure } from '../../../../src/core/failure.ts';

describe('--entrypoint', () => {
  it('is a program with arguments, nothing, or the entrypoint of the image', () => {
    expect(entrypointOf('bundle exec')).to.deep.equal(['bundle', 'exec']);
    expect(entrypointOf('')).to.deep.equal([]);
    expect(entrypointOf(undefined)).to.equal(undefined);
  });

  it('may have quotes, and variables that Kubernetes replaces', () => {
    expect(entrypointOf(`'/opt/my app/run' -x "a b" ''`)).to.deep.equal(['/opt/my app/run', '-x', 'a b', '']);
    expect(entrypointOf('$RUNNER -v "${HOME}/x"')).to.deep.equal(['$(RUNNER)', '-v', '$(HOME)/x']);
  });

  it('is refused with shell syntax', () => {
    expect(() => entrypointOf('"open')).to.throw(Failure, 'has an opening " without a closing one');
    expect(() => entrypointOf('a && b')).to.throw(
      Failure,
      '--entrypoint contains the shell operator "&": a && b',
    );
  });
});

describe('the entrypoint of an image', () => {
  for (const wrapper of [
    [],
    ['docker-entrypoint.sh'],
    ['/app/entrypoint'],
    ['/usr/bin/tini', '--'],
    ['tini', '-g', '--', '/docker-entrypoint.sh'],
    ['/cnb/lifecycle/launcher'],
  ])
    it(`runs its arguments: ${JSON.stringify(wrapper)}`, () =>
      expect(runsItsArguments(wrapper)).to.equal(true));

  for (const program of [
    ['node', 'server.js'],
    ['python'],
    ['tini', '--', 'node', 'server.js'],
    ['/bin/sh', '-c', 'node server.js'],
  ])
    it(`is the program itself: ${JSON.stringify(program)}`, () =>
      expect(runsItsArguments(program)).to.equal(false));
});
