import { spawnSync } from 'node:child_process';
import { expect } from 'chai';
import { smallestTranslation } from '../../src/helm/start-time.ts';

const program = 'helm';

/** Returns the bytes that the initialization of one Go package of Helm allocates, as Go's runtime reports them. */
function bytesOf(name: string, variables: Record<string, string>): number {
  const { stderr } = spawnSync(program, ['version'], {
    env: { PATH: process.env.PATH, LC_ALL: 'en_US.UTF-8', GODEBUG: 'inittrace=1', ...variables },
    encoding: 'utf8',
  });
  return Number(stderr.match(new RegExp(`^init ${name} .* (\\d+) bytes`, 'm'))?.[1]);
}

describe('the start of Helm', () => {
  it('loads the translations of the language, and fewer than half with our variables', () => {
    const kubectl = 'k8s\\.io/kubectl/pkg/cmd/get';
    const [english, ours] = [{}, smallestTranslation].map((variables) => bytesOf(kubectl, variables));
    expect(english).to.be.above(3_000_000);
    expect(ours).to.be.below(english! / 2);
  });
});
