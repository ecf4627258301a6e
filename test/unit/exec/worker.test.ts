import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { serverHeapFlags } from '../../../src/exec/worker.ts';

describe('a worker of the server', () => {
  it('starts without the flags that limit the heap of the server', () => {
    const launcher = readFileSync(join(import.meta.dirname, '../../../bin/dokku'), 'utf8');
    const flags = launcher.match(/^ {2}server\)\n\s+heap='(.+)'$/m)?.[1]?.split(' ') ?? [];
    expect(flags).to.not.be.empty;
    expect(flags.map((flag) => flag.replace(/=.*/, '='))).to.have.members(serverHeapFlags);
  });
});
