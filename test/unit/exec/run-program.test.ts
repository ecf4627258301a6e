import { expect } from 'chai';
import { ExecFailure } from '../../../src/exec/failure.ts';
import { pipe } from '../../../src/exec/pipe.ts';
import { identityOf, isAlive } from '../../../src/exec/process.ts';
import { runProgram } from '../../../src/exec/run-program.ts';
import { until } from '../../until.ts';

const thrown = async (work: Promise<unknown>) => {
  try {
    await work;
  } catch (error) {
    return error as ExecFailure;
  }
  throw new Error('expected a failure');
};

describe('runProgram', () => {
  it('returns the output of the program and reports each line at once', async () => {
    const lines: string[] = [];
    const result = await runProgram('sh', ['-c', 'echo out; echo err >&2'], {
      onLine: (line, from) => lines.push(`${from} ${line}`),
    });
    expect(result).to.deep.equal({ stdout: 'out\n', stderr: 'err\n', exitCode: 0 });
    expect(lines.sort()).to.deep.equal(['stderr err', 'stdout out']);
  });

  it('fails with the exit status and the last lines', async () => {
    const error = await thrown(runProgram('sh', ['-c', 'echo broken >&2; exit 3']));
    expect(error).to.be.instanceOf(ExecFailure);
    expect(error.outcome.exitCode).to.equal(3);
    expect(error.details).to.deep.equal(['broken']);
  });

  it('reports that a program is not installed', async () => {
    expect((await thrown(runProgram('no-such-program', []))).message).to.equal(
      'no-such-program is not installed',
    );
  });

  it('accepts a listed exit status as an answer', async () => {
    expect((await runProgram('sh', ['-c', 'exit 4'], { accept: [4] })).exitCode).to.equal(4);
  });

  it('inherits only the basic variables', async () => {
    process.env.DOKKU_TEST_SECRET = 'not for children';
    const { stdout } = await runProgram('env', [], { env: { GIVEN: 'yes' } });
    delete process.env.DOKKU_TEST_SECRET;
    expect(stdout).to.contain('GIVEN=yes').and.not.contain('DOKKU_TEST_SECRET');
  });

  it('stops the whole process group on cancellation', async () => {
    const controller = new AbortController();
    let grandchild = 0;
    const work = runProgram('sh', ['-c', 'sleep 60 & echo $!; wait'], {
      signal: controller.signal,
      onLine: (line) => {
        grandchild = Number(line);
        controller.abort();
      },
    });
    const failure = thrown(work);
    await until('the grandchild has ended', () => grandchild > 0 && !identityOf(grandchild));
    expect((await failure).code).to.equal('cancelled');
  });

  it('stops a program that is silent for too long', async () => {
    const error = await thrown(runProgram('sleep', ['60'], { silence: 50 }));
    expect(error.message).to.equal('sleep 60 was stopped because it took too long');
  });

  it('kills its child when it is killed itself', async () => {
    const script = `
      import { runProgram } from './src/exec/run-program.ts';
      await runProgram('sh', ['-c', 'echo $$; exec sleep 60'], { onLine: (pid) => console.log(process.pid, pid) });`;
    let child = 0;
    const parent = runProgram(process.execPath, ['--input-type=module', '-e', script], {
      onLine: (line, stream) => {
        if (stream === 'stderr') return;
        const [parentPid, childPid] = line.split(' ').map(Number);
        child = childPid!;
        process.kill(parentPid!, 'SIGKILL');
      },
    });
    await thrown(parent);
    await until('the child has ended', () => !identityOf(child));
  });
});

describe('pipe', () => {
  it('carries bytes from one program to the other and names the one that failed', async () => {
    await pipe({ file: 'echo', args: ['x'] }, { file: 'grep', args: ['x'] });
    const error = await thrown(
      pipe({ file: 'git', args: ['archive', 'nothing'] }, { file: 'cat', args: [] }),
    );
    expect(error.message).to.contain('git failed');
  });

  it('names the program that stopped, not the one that lost its reader', async () => {
    const full = { file: 'sh', args: ['-c', 'echo No space left >&2; exit 2'] };
    const error = await thrown(pipe({ file: 'yes', args: [] }, full));
    expect(error.message).to.equal('sh failed with exit status 2');
    expect(error.details).to.deep.equal(['No space left']);
  });

  it('names the program that broke off, not the one that got half of its output', async () => {
    const half = { file: 'sh', args: ['-c', 'echo half; echo damaged >&2; exit 3'] };
    const error = await thrown(pipe(half, { file: 'sh', args: ['-c', 'cat >&2; exit 2'] }));
    expect(error.details).to.deep.equal(['damaged']);
  });
});

describe('process identity', () => {
  it('distinguishes processes with the same pid', () => {
    const self = identityOf(process.pid)!;
    expect(isAlive(self)).to.equal(true);
    expect(isAlive({ ...self, startTicks: self.startTicks - 1 })).to.equal(false);
    expect(isAlive({ ...self, bootId: 'another' })).to.equal(false);
  });
});
