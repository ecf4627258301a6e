/** The cluster that the tests use, with its registry, BuildKit and ingress. */
export interface ClusterUnderTest {
  kubeconfig: string;
  /** Host and port, without a scheme. */
  registry: string;
  /** The registry in the form of `registry:set server`: with `http://` for plain HTTP. */
  registryServer: string;
  /** Address of BuildKit. */
  buildkit: string;
  /** Address at which the ingress controller listens, on ports 80 and 443. */
  ingress: string;
}

/** The variables that name an existing cluster, which replaces the engine's. */
const variables = {
  kubeconfig: 'DOKKU_TEST_KUBECONFIG',
  registryServer: 'DOKKU_TEST_REGISTRY',
  buildkit: 'DOKKU_TEST_BUILDKIT',
  ingress: 'DOKKU_TEST_INGRESS',
} as const;

/** Whether the tests use an existing cluster instead of the engine. */
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
