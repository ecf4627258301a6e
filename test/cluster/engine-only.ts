import { isClusterGiven } from '../../scripts/lib/cluster-under-test.ts';

/**
 * `describe` for tests that need more than a cluster: a part that only the engine has. With a given cluster, the tests
 * are skipped and the title contains the reason.
 */
export function describeWithEngine(title: string, needs: string, body: (this: Mocha.Suite) => void): void {
  if (!isClusterGiven()) describe(title, body);
  else describe.skip(`${title} (left out: DOKKU_TEST_KUBECONFIG is set, and this needs ${needs})`, body);
}
