/** The cluster that the tests use, and what belongs to it. */
export interface ClusterUnderTest {
  kubeconfig: string;
  /** Host and port, without a scheme. */
  registry: string;
  /** The registry as `registry:set server` takes it: with `http://` when it speaks plain HTTP. */
  registryServer: string;
  /** Address of BuildKit. */
  buildkit: string;
  /** Address at which the ingress controller answers, on ports 80 and 443. */
  ingress: string;
}

/** The variables that name a cluster that is there already, in place of the engine's. */
const variables = {
  kubeconfig: 'DOKKU_TEST_KUBECONFIG',
  registryServer: 'DOKKU_TEST_REGISTRY',
  buildkit: 'DOKKU_TEST_BUILDKIT',
  ingress: 'DOKKU_TEST_INGRESS',
} as const;

/** Whether the tests use a cluster that is there already, in place of the engine. */
export function isClusterGiven(): boolean {
  return Boolean(process.env.DOKKU_TEST_KUBECONFIG);
}

export function clusterUnderTest(): ClusterUnderTest {
  if (!isClusterGiven()) return enginesCluster();
  const given = (name: keyof typeof variables) =>
    variable(variables[name], 'docs/development.md describes it');
  const registryServer = given('registryServer');
  return {
    kubeconfig: given('kubeconfig'),
    registry: registryServer.replace(/^https?:\/\//, ''),
    registryServer,
    buildkit: given('buildkit'),
    ingress: given('ingress'),
  };
}

function enginesCluster(): ClusterUnderTest {
  const engine = (name: string) => variable(name, 'run scripts/test, or eval "$(scripts/engine/engine env)"');
  const registry = engine('DOKKU_ENGINE_REGISTRY');
  return {
    kubeconfig: engine('KUBECONFIG'),
    registry,
    registryServer: `http://${registry}`,
    buildkit: engine('DOKKU_ENGINE_BUILDKIT'),
    ingress: engine('DOKKU_ENGINE_NODE_IP'),
  };
}

function variable(name: string, advice: string): string {
  const value = process.env[name];
  if (!value) throw new Error(`${name} is not set: ${advice}`);
  return value;
}
