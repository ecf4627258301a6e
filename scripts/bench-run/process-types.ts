import type { Installation, Repository } from '../../test/cluster/installation.ts';
import type { Bench } from './bench.ts';
import { Controllers } from './controllers.ts';
import { medians, type Side } from './measure.ts';
import { type Measurement, ratioRow } from './row.ts';

const what = 'git push, 20 process types : 1';

export const processTypes: Measurement = {
  name: 'processes',
  summary: 'a push with 20 process types compared with one with 1, without the controllers that create pods',
  runs: 11,
  async measure(bench, runs) {
    const one = await App.deploy(bench, 1);
    const twenty = await App.deploy(bench, 20);
    const controllers = new Controllers();
    bench.atEnd(() => controllers.release());
    bench.say('Pushing 1 and 20 process types');
    const times = await medians(runs, {
      one: one.push(controllers),
      twenty: twenty.push(controllers),
      oneAmidst: one.push(),
      twentyAmidst: twenty.push(),
    });
    return [
      ratioRow(`${what}, pods not counted`, 1.35, times.twenty, times.one),
      ratioRow(
        `${what}, with the controllers at work meanwhile`,
        undefined,
        times.twentyAmidst,
        times.oneAmidst,
      ),
    ];
  },
};

/**
 * The sample app with this many process types. Each is scaled to 0, so that pods of one push do not slow the next push.
 */
class App {
  readonly #installation: Installation;
  readonly #name: string;
  readonly #repository: Repository;
  #changes = 0;

  private constructor(installation: Installation, name: string, repository: Repository) {
    this.#installation = installation;
    this.#name = name;
    this.#repository = repository;
  }

  static async deploy(bench: Bench, count: number): Promise<App> {
    const installation = await bench.installation();
    const app = await installation.create(`types-${count}`);
    const names = Array.from({ length: count }, (_, index) => (index === 0 ? 'web' : `worker-${index}`));
    const formation = Object.fromEntries(names.map((name) => [name, { quantity: 0 }]));
    const repository = await installation.repository('hello', {
      Procfile: names.map((name) => `${name}: sh worker.sh\n`).join(''),
      'app.json': JSON.stringify({ name: 'types', formation }),
    });
    return new App(installation, app, repository);
  }

  /**
   * Measures a push of one changed line, without the time of the stage that waits for the cluster. `held` controllers
   * are suspended until that stage begins. Without `held`, the controllers work during the measured time.
   */
  push(held?: Controllers): Side {
    return async () => {
      await this.#repository.commit('Change a line', { 'index.html': `Change ${++this.#changes}\n` });
      held?.hold();
      try {
        const start = performance.now();
        const push = this.#repository.startPush(this.#name, '-q', '--push-option=trace');
        push.child.stderr!.on('data', (text: string) => {
          if (text.includes('stage watch begins')) held?.release();
        });
        const { status, text } = await push.ended;
        const time = performance.now() - start;
        if (status !== 0) throw new Error(`git push ended with ${status}:\n${text}`);
        return time - (await this.#waitForCluster());
      } finally {
        held?.release();
      }
    };
  }

  /** Returns the milliseconds of the last release's stage `watch`: the time that the cluster needed. */
  async #waitForCluster(): Promise<number> {
    const info = await this.#installation.must('releases:info', this.#name, '--format', 'json');
    return JSON.parse(info).stages.watch;
  }
}
