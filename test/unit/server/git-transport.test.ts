import { PassThrough } from 'node:stream';
import { expect } from 'chai';
import { Service } from 'node-git-server';

describe('the service of node-git-server', () => {
  it('still looks through the first bytes of a push by an expression that takes seconds', () => {
    // Quadratic: four times the digits take sixteen times as long, where a linear search takes four times.
    const [short, long] = [16, 64].map((kibibytes) => millisecondsFor('a'.repeat(kibibytes * 1024)));
    expect(long! / short!).to.be.above(8);
  });
});

/** How long the library takes over the first bytes of a push. */
function millisecondsFor(bytes: string): number {
  const request = Object.assign(new PassThrough(), { headers: {} });
  new Service(
    { repo: '/nowhere', service: 'receive-pack', cwd: '/' },
    request as never,
    new PassThrough() as never,
  );
  const begin = performance.now();
  request.emit('data', Buffer.from(bytes));
  return performance.now() - begin;
}
