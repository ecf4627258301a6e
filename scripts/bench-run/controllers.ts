import { processesWith } from '../../test/cluster/processes.ts';

/**
 * Kubernetes' controllers, which turn what is applied into pods. On a machine that is the whole cluster they share the
 * processors with those who apply it, from the first object on. Held, they do their work afterwards.
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
