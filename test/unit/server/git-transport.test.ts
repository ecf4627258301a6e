import { PassThrough } from 'node:stream';
import { expect } from 'chai';
import { Service } from 'node-git-server';

/** A ref update in the form in which git's client begins a push. */
const update = `${'0'.repeat(40)} ${'a'.repeat(40)} refs/heads/main\0`;

describe('the service of node-git-server', () => {
  it('still searches the first bytes of a request for ref updates, so it gets an empty one', () => {
    const request = Object.assign(new PassThrough(), { headers: {} });
    const options = { repo: '/nowhere', service: 'receive-pack', cwd: '/' } as const;
    const service = new Service(options, request as never, new PassThrough() as never);
    const headers: unknown[] = [];
    service.on('header', (header: unknown) => headers.push(header));
    request.emit('data', Buffer.from(update));
    expect(headers).to.deep.equal([{ last: '0'.repeat(40), commit: 'a'.repeat(40), branch: 'main' }]);
  });
});
