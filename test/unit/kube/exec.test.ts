import { expect } from 'chai';
import { exitStatus } from '../../../src/kube/exec.ts';

describe('kube: exit status of a command in a container', () => {
  it('is 0 on success', () => {
    expect(exitStatus({ status: 'Success' }, 'ls')).to.equal(0);
  });

  it('is the exit status of the command', () => {
    const status = {
      status: 'Failure' as const,
      reason: 'NonZeroExitCode',
      message: 'command terminated with non-zero exit code: exit status 3',
      details: { causes: [{ reason: 'ExitCode', message: '3' }] },
    };
    expect(exitStatus(status, 'sh')).to.equal(3);
  });

  it('is 127 for a program that does not exist', () => {
    const message = 'error executing command in container: exec: "nope": executable file not found in $PATH';
    expect(() => exitStatus({ status: 'Failure', reason: 'InternalError', message }, 'nope'))
      .to.throw('nope does not exist in the container')
      .with.property('exitStatus', 127);
  });
});
