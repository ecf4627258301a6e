import { processesWith } from '../../test/cluster/processes.ts';

/**
 * Kubernetes' controllers, which create pods for applied objects. On a cluster of one machine, they use the same
 * processors as the programs that apply the objects. `hold` suspends the controllers until `release`.
 */
export class Controllers {
  readonly #pid: number;

  constructor() {
    const [pid] = processesWith('hyperkube', ' kube-controller-manager ');
    if (pid === undefined) throw new Error('The controller manager of the engine does not run');
    this.#pid = pid;
  }

  hold(): void {
    process.kill(this.#pid, 'SIGSTOP');
  }

  release(): void {
    process.kill(this.#pid, 'SIGCONT');
  }
}
