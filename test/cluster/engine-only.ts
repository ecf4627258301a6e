import { isClusterGiven } from '../../scripts/lib/cluster-under-test.ts';

/**
 * `describe` for tests that need more than a cluster: what only the engine brings. With a given cluster they are left
 * out, and the title says why.
 */
export function describeWithEngine(title: string, needs: string, body: (this: Mocha.Suite) => void): void {
  if (!isClusterGiven()) describe(title, body);
  else describe.skip(`${title} (left out: DOKKU_TEST_KUBECONFIG is set, and this needs ${needs})`, body);
}
