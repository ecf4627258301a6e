import { expect } from 'chai';
import type { ContainerState, Terminated } from '../../../../src/kube/types.ts';
import { previousRun } from '../../../../src/rollout/streams/previous-run.ts';
import { ago, pod } from '../objects.ts';

const terminated = (changes: Partial<Terminated> = {}) => ({
  terminated: { exitCode: 3, reason: 'Error', finishedAt: ago(9), ...changes },
});

function headers(state: ContainerState, lastState: ContainerState) {
  return previousRun(pod({ status: { state, lastState, restartCount: 1 } }), 'shop-web');
}

describe('the log of a restarted container', () => {
  it('begins with the run that crashed', () => {
    expect(headers({ running: { startedAt: ago(8) } }, terminated())).to.deep.equal({
      header: `=====> Log of the previous container, which exited with status 3 at ${ago(9)}`,
      currentHeader: `=====> Log of the current container, started at ${ago(8)}`,
    });
  });

  it('has the reason of Kubernetes', () => {
    const killed = terminated({ exitCode: 137, reason: 'OOMKilled' });
    expect(headers({ running: {} }, killed)?.header).to.contain('exited with status 137 (OOMKilled)');
  });

  it('has no current run while the container waits for its next start', () => {
    expect(headers({ waiting: { reason: 'CrashLoopBackOff' } }, terminated())?.currentHeader).to.equal(
      undefined,
    );
  });

  it('is one log without a restart', () => {
    expect(headers({ running: {} }, {})).to.equal(undefined);
  });
});
